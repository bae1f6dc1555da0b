package io.tocsin.actionitem;

import io.tocsin.engine.Answers;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The list of action items in a form of the Tasklist. */
public final class ActionItemRows {

  /** The list, and the text that names who may own one. */
  public static final String FIELD = "actionItems";

  public static final String OWNERS = "peopleIds";

  private ActionItemRows() {}

  /** Returns the people who may own an item, by the name that the form wants. */
  public static String owners(People people) {
    return people.all().stream()
        .map(person -> person.id() + " (" + person.name() + ")")
        .collect(Collectors.joining(", "));
  }

  /**
   * Reads the rows; one without a title and an owner was only begun.
   *
   * @throws InvalidInputException naming the row and the first field that is wrong
   */
  public static List<Wanted> read(Answers answers, People people) {
    var items = new ArrayList<Wanted>();
    var rows = answers.rows(FIELD);
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      if (row.text("title").isEmpty() && row.text("owner").isEmpty()) {
        continue;
      }
      try {
        items.add(
            Wanted.of(
                row.text("title").orElse(null),
                row.text("kind").orElse(null),
                row.text("owner").orElse(null),
                row.text("dueDate").orElse(null),
                null,
                people));
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            FIELD + "[" + (i + 1) + "]." + e.field(),
            String.valueOf(e.getMessage()).substring(e.field().length() + 2));
      }
    }
    return items;
  }
}
