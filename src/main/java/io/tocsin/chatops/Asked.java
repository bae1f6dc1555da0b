package io.tocsin.chatops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command as it was understood.
 *
 * @param number of the incident, null when it was left out
 * @param word the level, person, audience, status, other incident, rotation, kind, playbook or mark
 *     that it names
 * @param text the free text: title, reason, note
 * @param severity of a declaration
 * @param ladder and step of an escalation
 */
record Asked(
    Verb verb,
    @Nullable String number,
    @Nullable String word,
    @Nullable String text,
    List<String> services,
    @Nullable String severity,
    boolean security,
    @Nullable String ladder,
    @Nullable String step) {

  static Asked of(
      Verb verb, @Nullable String number, @Nullable String word, @Nullable String text) {
    return new Asked(verb, number, word, text, List.of(), null, false, null, null);
  }

  /**
   * Returns whether it is for responders alone. Who may release words is decided with the words.
   */
  boolean forResponders() {
    return !readsOnly() && verb != Verb.RELEASE && verb != Verb.SEND_BACK;
  }

  /** Returns whether it changes nothing and is quick. */
  boolean readsOnly() {
    return switch (verb) {
      case HELP, TIMELINE, ONCALL -> true;
      case STATUS, RELEASE, PLAYBOOK -> word == null;
      default -> false;
    };
  }
}
