package io.tocsin.policy;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a step of the ladder is due, as a process owner writes it: a deadline ({@code PT30M}, {@code
 * 2bd}), the key of a target ({@code acknowledgeWithin}), or several times one ({@code 2 x
 * acknowledgeWithin}).
 *
 * @param times how often the deadline runs
 * @param target key of the target that holds it; null when it is written out
 * @param deadline as written out; null when a target holds it
 */
public record After(int times, @Nullable String target, @Nullable Deadline deadline) {

  private static final Pattern TIMES = Pattern.compile("([1-9])\\s*x\\s+(\\S+)");
  private static final Pattern KEY = Pattern.compile("[a-z][A-Za-z]+");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the text and the forms that are understood
   */
  public static After parse(String text) {
    var several = TIMES.matcher(text.strip());
    var times = several.matches() ? Integer.parseInt(several.group(1)) : 1;
    var one = several.matches() ? several.group(2) : text.strip();
    if (KEY.matcher(one).matches()) {
      return new After(times, one, null);
    }
    try {
      return new After(times, null, Deadline.parse(one));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is neither a deadline (PT30M, 2bd), nor the key of a target"
              + " (acknowledgeWithin), nor several times one (2 x acknowledgeWithin)",
          e);
    }
  }

  /** Returns the deadline at a level, or empty when the target is not owed there. */
  public Optional<Deadline> in(Targets targets) {
    return Optional.ofNullable(deadline)
        .or(() -> target == null ? Optional.empty() : targets.deadline(target))
        .map(one -> one.times(times));
  }
}
