package io.tocsin.privacy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names that people get instead of theirs, in one incident: the same person has the same name
 * wherever it names them. Which is whose is written down nowhere.
 */
final class Pseudonyms {

  /** What takes the place of an address that is nobody's whom we know. */
  static final String REMOVED = "[removed]";

  private static final int SHORTEST_IN_WORDS = 3;

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+"
              + "|(?<![\\p{L}\\p{N}])\\+[1-9][0-9 ()/-]{5,}[0-9]");

  /** Ids that are words of the response: in texts they name a role more often than a person. */
  private static final Set<String> ORDINARY =
      Set.of(
          "commander",
          "scribe",
          "support",
          "monitor",
          "manager",
          "owner",
          "security",
          "legal",
          "drill",
          "admin",
          "comms",
          "techlead",
          "responder",
          "management",
          "executives");

  private final Known known;
  private final Predicate<String> wanted;
  private final boolean addresses;
  private final Supplier<String> next;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, String> spelled = new HashMap<>();
  private @Nullable Pattern anyName;

  /**
   * @param wanted whose names are replaced, by id
   * @param addresses whether addresses that are nobody's whom we know go as well
   * @param next makes a name that nobody has
   */
  Pseudonyms(Known known, Predicate<String> wanted, boolean addresses, Supplier<String> next) {
    this.known = known;
    this.wanted = wanted;
    this.addresses = addresses;
    this.next = next;
    known.people().keySet().stream().filter(wanted).forEach(this::spell);
  }

  private void spell(String id) {
    spelled.putIfAbsent(id, id);
    known.names(id).forEach(name -> spelled.putIfAbsent(name, id));
    anyName = null;
  }

  /** Learns of another person, or of another name of one. */
  void learn(String id, @Nullable String name) {
    if (!known.nobody(id) && wanted.test(id)) {
      spell(id);
      if (name != null && !name.isBlank() && !known.nobody(name)) {
        spelled.putIfAbsent(name, id);
      }
    }
  }

  /** Returns the name for somebody, or the value itself when it names nobody who is wanted. */
  String person(String value) {
    if (known.nobody(value)) {
      return value;
    }
    var id = spelled.getOrDefault(value, known.idOf(value));
    return wanted.test(id) ? named(id) : value;
  }

  /** The same for a recipient as a policy writes it: most of them are no persons. */
  String recipient(String value) {
    var prefix = "person:";
    if (value.startsWith(prefix)) {
      return prefix + person(value.substring(prefix.length()));
    }
    return value.contains(":") || !spelled.containsKey(value) ? value : person(value);
  }

  private String named(String id) {
    return names.computeIfAbsent(id, key -> next.get());
  }

  /** Returns a text without names and addresses. */
  String words(String text) {
    var pattern = anyName();
    var result =
        pattern == null
            ? text
            : pattern
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(named(idSpelled(found.group()))));
    return addresses
        ? ADDRESS.matcher(result).replaceAll(Matcher.quoteReplacement(REMOVED))
        : result;
  }

  private String idSpelled(String name) {
    var id = spelled.get(name);
    return id != null
        ? id
        : spelled.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(name))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(name);
  }

  /** Full names in any case; ids as they are written, since some are words. */
  private @Nullable Pattern anyName() {
    if (anyName == null) {
      var in = new HashSet<>(spelled.keySet());
      in.removeIf(
          name ->
              name.length() < SHORTEST_IN_WORDS
                  || ORDINARY.contains(name.toLowerCase(Locale.ROOT)));
      if (in.isEmpty()) {
        return null;
      }
      anyName =
          Pattern.compile(
              in.stream()
                  .sorted(Comparator.comparing(String::length).reversed())
                  .map(
                      name -> (name.equals(spelled.get(name)) ? "" : "(?iu)") + Pattern.quote(name))
                  .map("(?:%s)"::formatted)
                  .collect(
                      Collectors.joining("|", "(?<![\\p{L}\\p{N}_])(?:", ")(?![\\p{L}\\p{N}_])")));
    }
    return anyName;
  }
}
