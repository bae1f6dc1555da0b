package io.tocsin.procedure;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Instances of a model that were asked to go on in another version.
 *
 * @param process id of the process
 * @param from the number of the version; to is that of the other
 * @param also activities that go on elsewhere
 * @param askedBy user id
 * @param undoes the move that this takes back
 * @param undoneBy the move that took this back
 * @param instances what became of each, 500 at most; none in a list of moves
 * @param moved how many were moved
 * @param left how many were left where they are
 * @param waiting how many instances are still to be moved
 * @param failed how many of these the engine has given up
 * @param errors why they failed, each once
 */
public record Move(
    UUID id,
    String process,
    int from,
    int to,
    Map<String, String> also,
    String askedBy,
    Instant askedAt,
    @Nullable UUID undoes,
    @Nullable UUID undoneBy,
    List<Instance> instances,
    long moved,
    long left,
    long waiting,
    long failed,
    List<String> errors) {

  /**
   * One instance.
   *
   * @param incident its number; null when it belongs to none, or to one that is not for the reader
   * @param refused why it was left where it is
   */
  public record Instance(
      String instance,
      @Nullable String incident,
      @Nullable Instant movedAt,
      @Nullable String refused) {}

  /** Returns how many instances it is about. */
  public long all() {
    return moved + left + waiting;
  }
}
