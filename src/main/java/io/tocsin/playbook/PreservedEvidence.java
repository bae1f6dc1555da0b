package io.tocsin.playbook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time that evidence was preserved.
 *
 * @param complete whether nothing was left out
 * @param kept how many copies there are; 0 when it was done by hand
 * @param file the list of the copies; null when it was done by hand
 * @param sha256 of the list
 * @param services whose evidence it is; empty when it is not known, in what is older
 * @param actor who; {@code tocsin} for the engine
 * @param items each source, copied or left out; empty when it was done by hand
 */
public record PreservedEvidence(
    boolean complete,
    int kept,
    int leftOut,
    @Nullable String file,
    @Nullable String sha256,
    String actor,
    Instant at,
    List<String> services,
    List<Item> items) {

  /**
   * A source.
   *
   * @param sha256 of the copy, which is named by it; null when it was left out
   * @param bytes size of the copy
   * @param leftOut why there is no copy; null when there is one
   * @param note what to know of the copy, such as that the source was written to meanwhile
   */
  public record Item(
      String service,
      String source,
      @Nullable String sha256,
      long bytes,
      @Nullable String leftOut,
      @Nullable String note) {

    static Item copied(
        String service, String source, EvidenceStore.Copy copy, @Nullable String note) {
      return new Item(service, source, copy.sha256(), copy.bytes(), null, note);
    }

    static Item leftOut(String service, String source, String why) {
      return new Item(service, source, null, 0, why, null);
    }
  }
}
