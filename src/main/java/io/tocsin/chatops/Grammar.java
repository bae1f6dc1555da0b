package io.tocsin.chatops;

import io.tocsin.incident.Status;
import io.tocsin.slack.SlackText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what somebody typed after {@code /incident}. */
final class Grammar {

  static final int MAX_TEXT = 4_000;

  private static final Pattern NUMBER =
      Pattern.compile(
          "^((?:INC|DRILL)-\\d{4}-\\d{2}-\\d{2}-\\d{3,})[:,]?(?=\\s|$)\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FIRST = Pattern.compile("^(\\S+)\\s*");
  private static final Pattern QUOTED = Pattern.compile("^\"([^\"]*)\"\\s*");

  /** A label of two words, such as {@code Severity 1}. */
  private static final Pattern LABEL =
      Pattern.compile(
          "^((?:severity|sev|priority|level)\\s+\\d)(?=\\s|$)\\s*", Pattern.CASE_INSENSITIVE);

  private static final Pattern MENTION = Pattern.compile("<@([A-Z0-9]{3,20})(?:\\|[^<>]*)?>");

  /** Phones turn two hyphens into a dash. */
  private static final String DASHES = "(?:--|—|–)";

  private static final Pattern OPTION =
      Pattern.compile(
          "(?:^|\\s)" + DASHES + "([a-z]+)(?:[\\s=]+(\"[^\"]*\"|(?!" + DASHES + ")\\S+))?");

  /** Ends words for the public that are meant as they are, whatever they hold. */
  private static final Pattern INSISTING = Pattern.compile("\\s" + DASHES + "anyway$");

  private static final Set<String> AUDIENCES = Set.of("internal", "executive", "public");

  private Grammar() {}

  /**
   * Reads a command.
   *
   * @throws NotUnderstoodException saying what is missing or what was probably meant
   */
  static Asked read(String typed) {
    var text = typed.replaceAll("[\\p{Cc}&&[^\\n\\t]]", " ").replaceAll("[“”„]", "\"").strip();
    if (text.isEmpty()) {
      return Asked.of(Verb.HELP, null, null, null);
    }
    var first = FIRST.matcher(text);
    var word = first.find() ? first.group(1) : text;
    var verb = Verb.find(word).orElseThrow(() -> unknown(word));
    var rest = new Rest(verb, text.substring(word.length()).strip());
    var number = verb.ofAnIncident() ? rest.number() : null;
    if (verb.role() != null) {
      return Asked.of(verb, number, rest.person(), null);
    }
    return switch (verb) {
      case DECLARE -> declare(rest);
      case ACK -> Asked.of(verb, number, null, rest.text(false));
      case SEVERITY -> Asked.of(verb, number, rest.level(), rest.text(true));
      case KIND -> Asked.of(verb, number, rest.kind(), rest.text(false));
      case PLAYBOOK -> Asked.of(verb, number, rest.word(), rest.text(false));
      case UPDATE -> Asked.of(verb, number, rest.audience(), rest.text(true));
      case ESCALATE -> escalate(number, rest);
      case STATUS -> status(number, rest);
      case MERGE -> merge(number, rest);
      case ONCALL, HELP -> Asked.of(verb, null, rest.word(), null);
      case RELEASE -> Asked.of(verb, number, rest.word(), null);
      case SEND_BACK -> Asked.of(verb, number, rest.mark(), rest.text(true));
      case TIMELINE -> Asked.of(verb, number, null, null);
      default -> Asked.of(verb, number, null, rest.text(true));
    };
  }

  /** Returns words without what says at their end that they are meant as they are. */
  static String withoutInsisting(String words) {
    return INSISTING.matcher(words).replaceFirst("");
  }

  private static Asked declare(Rest rest) {
    var options = rest.options(Set.of("service", "services", "severity", "security"), "security");
    var services = new ArrayList<String>();
    for (var key : List.of("service", "services")) {
      options
          .getOrDefault(key, List.of())
          .forEach(named -> services.addAll(Arrays.asList(named.split(","))));
    }
    services.removeIf(String::isBlank);
    return new Asked(
        Verb.DECLARE,
        null,
        null,
        rest.text(true),
        List.copyOf(services),
        last(options, "severity"),
        options.containsKey("security"),
        null,
        null);
  }

  private static Asked escalate(@Nullable String number, Rest rest) {
    var options = rest.options(Set.of("ladder", "step"), "");
    return new Asked(
        Verb.ESCALATE,
        number,
        null,
        rest.text(true),
        List.of(),
        null,
        false,
        last(options, "ladder"),
        last(options, "step"));
  }

  private static Asked status(@Nullable String number, Rest rest) {
    var word = rest.word();
    if (word == null) {
      return Asked.of(Verb.STATUS, number, null, null);
    }
    var to = word.toLowerCase(Locale.ROOT);
    if (Arrays.stream(Status.values()).noneMatch(status -> status.word().equals(to))) {
      throw incomplete(Verb.STATUS, "'" + word + "' is neither a number nor a status");
    }
    return Asked.of(Verb.STATUS, number, to, rest.text(true));
  }

  private static Asked merge(@Nullable String first, Rest rest) {
    rest.skip("into");
    var second = rest.number();
    if (first == null && second != null) {
      return Asked.of(Verb.MERGE, null, second, null);
    }
    if (first == null) {
      throw incomplete(Verb.MERGE, "name the incident that covers it");
    }
    return second == null
        ? Asked.of(Verb.MERGE, null, first, null)
        : Asked.of(Verb.MERGE, first, second, null);
  }

  private static @Nullable String last(Map<String, List<String>> options, String key) {
    var values = options.getOrDefault(key, List.of());
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  private static NotUnderstoodException unknown(String word) {
    var meant = Verb.nearest(word);
    return new NotUnderstoodException(
        "There is no command '%s'. %s"
            .formatted(
                shown(word),
                meant
                    .map(verb -> "Did you mean: " + verb.usage())
                    .orElse("/incident help lists what there is.")));
  }

  private static NotUnderstoodException incomplete(Verb verb, String why) {
    return new NotUnderstoodException(
        Character.toUpperCase(why.charAt(0)) + why.substring(1) + ". It is: " + verb.usage());
  }

  private static String shown(String word) {
    var plain = SlackText.plain(word);
    return plain.length() <= 40 ? plain : plain.substring(0, 40) + "…";
  }

  /** What is not read yet. */
  private static final class Rest {

    private final Verb verb;
    private String text;

    Rest(Verb verb, String text) {
      this.verb = verb;
      this.text = text;
    }

    @Nullable String number() {
      var number = take(NUMBER);
      return number == null ? null : number.toUpperCase(Locale.ROOT);
    }

    @Nullable String word() {
      var word = take(FIRST);
      return word == null ? null : SlackText.plain(word);
    }

    /** Which words: they may be several. */
    String mark() {
      var mark = word();
      if (mark == null) {
        throw incomplete(verb, "say which words; /incident release shows their marks");
      }
      return mark;
    }

    String kind() {
      var kind = word();
      if (kind == null) {
        throw incomplete(verb, "say which kind");
      }
      return kind;
    }

    void skip(String word) {
      if (text.toLowerCase(Locale.ROOT).startsWith(word + " ")) {
        text = text.substring(word.length()).strip();
      }
    }

    /** A mention, an id of the directory, or me. */
    String person() {
      var word = take(FIRST);
      if (word == null) {
        throw incomplete(verb, "say who: mention somebody, or write me");
      }
      var mention = MENTION.matcher(word);
      return mention.matches()
          ? "<@" + mention.group(1) + ">"
          : SlackText.plain(word).replaceFirst("^@", "");
    }

    String level() {
      var level = take(QUOTED);
      if (level == null) {
        level = take(LABEL);
      }
      if (level == null) {
        level = word();
      }
      if (level == null) {
        throw incomplete(verb, "say which severity");
      }
      var plain = level.replaceAll("\\s+", " ").replaceFirst("[:,]$", "");
      return plain.toLowerCase(Locale.ROOT).startsWith("level ")
          ? plain.substring("level ".length())
          : plain;
    }

    String audience() {
      var word = FIRST.matcher(text);
      if (word.find()) {
        var named = word.group(1).toLowerCase(Locale.ROOT).replaceFirst(":$", "");
        if (AUDIENCES.contains(named)) {
          text = text.substring(word.end());
          return named;
        }
      }
      return "internal";
    }

    /** Takes the options out of the text. */
    Map<String, List<String>> options(Set<String> known, String flag) {
      var options = new LinkedHashMap<String, List<String>>();
      var left = new StringBuilder();
      var end = 0;
      var option = OPTION.matcher(text);
      while (option.find()) {
        var key = option.group(1);
        if (!known.contains(key)) {
          throw incomplete(verb, "there is no option --" + shown(key));
        }
        var value = option.group(2);
        left.append(text, end, option.start());
        if (key.equals(flag)) {
          // What follows is text: a flag has no value.
          end = value == null ? option.end() : option.start(2) - 1;
          options.computeIfAbsent(key, any -> new ArrayList<>());
          continue;
        }
        if (value == null) {
          throw incomplete(verb, "say what --" + key + " is");
        }
        options
            .computeIfAbsent(key, any -> new ArrayList<>())
            .add(SlackText.plain(value.replace("\"", "")).strip());
        end = option.end();
      }
      text = left.append(text.substring(end)).toString().strip();
      return options;
    }

    @Nullable String text(boolean needed) {
      var plain = SlackText.plain(text).strip();
      if (plain.length() > 1 && plain.matches("(?s)\"[^\"]*\"")) {
        plain = plain.substring(1, plain.length() - 1).strip();
      }
      if (plain.isEmpty()) {
        if (needed) {
          throw incomplete(verb, missing());
        }
        return null;
      }
      if (plain.length() > MAX_TEXT) {
        throw new NotUnderstoodException(
            "The text has %,d characters; %,d fit. Shorten it, or write it in the console"
                .formatted(plain.length(), MAX_TEXT));
      }
      return plain;
    }

    private String missing() {
      return switch (verb) {
        case DECLARE -> "say in one line what is wrong";
        case NOTE, UPDATE -> "say what to write";
        case RESOLVE -> "say what resolved it";
        case SEND_BACK -> "say what must be different";
        default -> "say why";
      };
    }

    private @Nullable String take(Pattern pattern) {
      var found = pattern.matcher(text);
      if (!found.find()) {
        return null;
      }
      text = text.substring(found.end());
      return found.group(1);
    }
  }
}
