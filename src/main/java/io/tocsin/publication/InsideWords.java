package io.tocsin.publication;

import static java.util.stream.Collectors.joining;

import io.tocsin.catalog.Catalog;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds in words for the public what is of the house: numbers of incidents, ids of services,
 * addresses, people. It asks again and no more; whoever writes has the last word.
 */
@Component
public class InsideWords {

  private static final int SHOWN = 5;

  /** Not the times of a day, which have colons too, nor the numbers of versions. */
  private static final Pattern MARKS =
      Pattern.compile(
          "\\b(?:INC|DRILL)-\\d{4}-\\d{2}-\\d{2}-\\d{3,}\\b"
              + "|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"
              + "|(?<![\\w.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\w.]*\\w)"
              + "|(?<![\\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\\w:])"
              + "|(?<![\\w:])(?:[0-9a-f]{1,4}:)*[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:)*[0-9a-f]{1,4}"
              + "|\\b[\\w-]+(?:\\.[\\w-]+)*\\.(?:internal|local|lan|corp|intranet)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Catalog catalog;
  private final People people;

  InsideWords(Catalog catalog, People people) {
    this.catalog = catalog;
    this.people = people;
  }

  /** Returns what of a text should not be read outside, each once. */
  public List<String> in(String text) {
    var found = new LinkedHashSet<String>();
    MARKS.matcher(text).results().forEach(mark -> found.add(mark.group()));
    names()
        .flatMap(name -> word(name).matcher(text).results())
        .forEach(name -> found.add(name.group()));
    return found.stream().limit(SHOWN).toList();
  }

  /**
   * Asks again before such words go out.
   *
   * @param remedy how to say it all the same
   * @throws InvalidInputException naming the field and what it holds
   */
  public void require(String field, String text, String remedy) {
    var found = in(text);
    if (!found.isEmpty()) {
      throw new InvalidInputException(
          field,
          "everybody would read %s; take it out, or %s"
              .formatted(found.stream().collect(joining("', '", "'", "'")), remedy));
    }
  }

  /** What looks like an ordinary word may be meant as one, and public names are public. */
  private Stream<String> names() {
    var ids =
        Stream.concat(
            catalog.services().stream().map(Catalog.Service::id),
            people.all().stream().map(person -> person.id()));
    return Stream.concat(
        ids.filter(id -> !id.chars().allMatch(Character::isLetter)).filter(id -> !isPublic(id)),
        people.all().stream().map(person -> person.name()).filter(name -> name.contains(" ")));
  }

  private boolean isPublic(String id) {
    return catalog.services().stream()
        .flatMap(service -> Optional.ofNullable(service.statusPage()).stream())
        .anyMatch(
            shown -> shown.name().toLowerCase(Locale.ROOT).contains(id.toLowerCase(Locale.ROOT)));
  }

  private static Pattern word(String name) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}_-])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_-])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
