package io.tocsin.review;

import io.tocsin.review.ReportDocument.Block;
import io.tocsin.review.ReportDocument.Numbered;
import io.tocsin.review.ReportDocument.Table;
import io.tocsin.review.ReportDocument.Text;
import java.util.List;

/** Writes a report as Markdown. */
final class MarkdownReport {

  private MarkdownReport() {}

  static String of(ReportDocument report) {
    var out = new StringBuilder();
    out.append("# ").append(report.number()).append(": ").append(inline(report.title()));
    out.append("\n\n");
    if (report.drill()) {
      out.append("**This was a drill.**\n\n");
    }
    if (report.edition() != null) {
      out.append(inline(report.edition())).append("\n\n");
    }
    for (var section : report.sections()) {
      if (section.title() != null) {
        out.append("## ").append(section.title()).append("\n\n");
      }
      section.blocks().forEach(block -> write(out, block));
    }
    return out.toString();
  }

  private static void write(StringBuilder out, Block block) {
    if (block instanceof Text text) {
      out.append(escape(text.text())).append("\n\n");
    } else if (block instanceof Numbered numbered) {
      out.append("### ").append(numbered.title()).append("\n\n");
      for (int i = 0; i < numbered.lines().size(); i++) {
        out.append(i + 1).append(". ").append(inline(numbered.lines().get(i))).append('\n');
      }
      out.append('\n');
    } else if (block instanceof Table table) {
      row(out, table.headings());
      out.append("|---".repeat(table.headings().size())).append("|\n");
      table.rows().forEach(cells -> row(out, cells));
      out.append('\n');
    }
  }

  private static void row(StringBuilder out, List<String> cells) {
    cells.forEach(cell -> out.append("| ").append(cell(cell)).append(' '));
    out.append("|\n");
  }

  private static String cell(String text) {
    return inline(text).replace("|", "\\|");
  }

  private static String inline(String text) {
    return escape(text).replaceAll("\\s+", " ").strip();
  }

  /** Text from outside may carry Markdown, but no HTML. */
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
