package io.tocsin.actionitem;

import io.tocsin.incident.WebLink;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done, by whom, and until when.
 *
 * @param kind one of {@link ActionItem#KINDS}
 * @param owner user id
 * @param trackerUrl an http or https address; null when it is tracked here only
 */
public record Wanted(
    String title, String kind, String owner, LocalDate dueDate, @Nullable String trackerUrl) {

  private static final int MAX_TITLE = 500;

  /** Nobody promises anything for later; a year with four more digits is a slip. */
  private static final int LATEST_YEAR = 2100;

  /**
   * Reads what somebody typed.
   *
   * @throws InvalidInputException naming the first field that is wrong
   */
  public static Wanted of(
      @Nullable String title,
      @Nullable String kind,
      @Nullable String owner,
      @Nullable String dueDate,
      @Nullable String trackerUrl,
      People people) {
    return new Wanted(
        title(title),
        kind(kind),
        owner(owner, people),
        date("dueDate", dueDate),
        trackerUrl == null || trackerUrl.isBlank() ? null : WebLink.of("trackerUrl", trackerUrl));
  }

  private static String title(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new InvalidInputException("title", "say what is to be done");
    }
    var line = text.strip().replaceAll("\\s+", " ");
    if (line.length() > MAX_TITLE) {
      throw new InvalidInputException(
          "title", "is longer than " + MAX_TITLE + " characters; put the rest into the tracker");
    }
    return line;
  }

  static String kind(@Nullable String word) {
    if (word == null || !ActionItem.KINDS.contains(word.strip())) {
      throw new InvalidInputException(
          "kind",
          "choose one of " + String.join(", ", ActionItem.KINDS.stream().sorted().toList()));
    }
    return word.strip();
  }

  static String owner(@Nullable String id, People people) {
    if (id == null || id.isBlank()) {
      throw new InvalidInputException("owner", "name the one person who does it");
    }
    if (people.find(id.strip()).isEmpty()) {
      throw new InvalidInputException("owner", "'" + id.strip() + "' is not in the directory");
    }
    return id.strip();
  }

  /** Reads a date; a form sends a time behind it, which says nothing. */
  static LocalDate date(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new InvalidInputException(field, "give a date such as 2026-02-10");
    }
    var day = text.strip();
    try {
      var date = LocalDate.parse(day.length() > 10 ? day.substring(0, 10) : day);
      if (date.getYear() < 2000 || date.getYear() >= LATEST_YEAR) {
        throw new InvalidInputException(field, "lies before 2000 or after " + LATEST_YEAR);
      }
      return date;
    } catch (DateTimeException e) {
      throw new InvalidInputException(field, "'" + text + "' is not a date such as 2026-02-10");
    }
  }
}
