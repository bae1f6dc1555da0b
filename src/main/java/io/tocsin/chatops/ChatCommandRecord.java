package io.tocsin.chatops;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command that was received.
 *
 * @param trigger what Slack calls the one time that it was given
 * @param text as typed, or as its button says it
 * @param responseUrl where it is answered; a secret
 * @param message blocks of the message whose button was pressed, as JSON
 * @param state received, done, refused or failed
 * @param openAnswer whether all of the channel may read the answer
 */
record ChatCommandRecord(
    UUID id,
    String trigger,
    String user,
    String channel,
    String text,
    String responseUrl,
    @Nullable String message,
    String state,
    @Nullable String answer,
    boolean openAnswer,
    boolean answered) {

  /** Shows no address. */
  @Override
  public String toString() {
    return "ChatCommandRecord[" + id + ", " + state + "]";
  }
}
