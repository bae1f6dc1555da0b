package io.tocsin.notification;

import io.tocsin.engine.DeployedTexts;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file of messages, {@code [<policy>.]<event>[--<audience>][@<channel>].mustache}.
 * The words hold single hyphens only, so that it reads in one way.
 *
 * @param policy null when it is for all
 * @param event or, beginning with {@code _}, the name of a part that others take in
 * @param audience null when it is for all
 * @param channel id of a channel, or the word of a markup; null when it is for all
 */
record TextName(
    @Nullable String policy, String event, @Nullable String audience, @Nullable String channel) {

  static final String SHAPE = "[<policy>.]<event>[--<audience>][@<channel>].mustache";

  private static final String WORD = "[a-z0-9]+(?:-[a-z0-9]+)*";
  private static final Pattern SINGLE = Pattern.compile(WORD);
  private static final Pattern FILE =
      Pattern.compile(
          "(?:(?<policy>W)\\.)?(?<event>_?W)(?:--(?<audience>W))?(?:@(?<channel>W))?\\.mustache"
              .replace("W", WORD));
  private static final int MAX = 200;

  /** Reads a name, without folders; empty when it has another shape. */
  static Optional<TextName> read(String file) {
    var found = FILE.matcher(file);
    if (file.length() > MAX || !found.matches()) {
      return Optional.empty();
    }
    var name =
        new TextName(
            found.group("policy"),
            found.group("event"),
            found.group("audience"),
            found.group("channel"));
    return name.part() && name.audience() != null ? Optional.empty() : Optional.of(name);
  }

  /** Returns whether a word can stand in a name. */
  static boolean word(String word) {
    return word.length() <= MAX && SINGLE.matcher(word).matches();
  }

  /** Returns whether it is a part that messages take in. */
  boolean part() {
    return event.startsWith("_");
  }

  /** Returns whether it is written for readers outside. */
  boolean outside() {
    return Readers.outside(event, audience == null ? "" : audience);
  }

  String file() {
    return (policy == null ? "" : policy + ".")
        + event
        + (audience == null ? "" : "--" + audience)
        + (channel == null ? "" : "@" + channel)
        + DeployedTexts.SUFFIX;
  }
}
