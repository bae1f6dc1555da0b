package io.tocsin.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says, before it is Markdown, HTML or PDF. Nothing in it is escaped.
 *
 * @param edition which version it is; null for the record as it stands
 */
record ReportDocument(
    String number, String title, boolean drill, @Nullable String edition, List<Section> sections) {

  /** A heading with what stands under it; the first section has none. */
  record Section(@Nullable String title, List<Block> blocks) {}

  /** A piece of a section. */
  sealed interface Block {}

  /** Text of somebody, of one or more paragraphs. */
  record Text(String text) implements Block {}

  /** Numbered lines under a heading of their own. */
  record Numbered(String title, List<String> lines) implements Block {}

  /**
   * A table.
   *
   * @param kind of table, for its look: facts, items or timeline
   */
  record Table(String kind, List<String> headings, List<List<String>> rows) implements Block {}
}
