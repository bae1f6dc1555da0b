package io.tocsin.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.review.ReportDocument.Numbered;
import io.tocsin.review.ReportDocument.Section;
import io.tocsin.review.ReportDocument.Table;
import io.tocsin.review.ReportDocument.Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** One report in three formats. */
class ReportFormatsTest {

  private static final String HOSTILE =
      "<script>alert(1)</script> <img src=\"http://127.0.0.1:1/x.png\"/> & ]]> \u0000\u000b \ud800";

  private static final ReportDocument REPORT =
      new ReportDocument(
          "INC-2026-02-10-001",
          "Żółta kasa <b>down</b> & \"out\"",
          true,
          "Version 2, corrected by ada: the cause",
          List.of(
              new Section(
                  null,
                  List.of(
                      new Table(
                          "facts", List.of("Fact", "Value"), List.of(List.of("Policy", "a|b"))))),
              new Section("Summary", List.of(new Text("First line\nsecond\n\n" + HOSTILE))),
              new Section(
                  "Root cause",
                  List.of(
                      new Text("Größe, Δ and приказ: čeština"),
                      new Numbered("Five whys", List.of("Because", "And <i>that</i>")))),
              new Section(
                  "Timeline",
                  List.of(
                      new Table(
                          "timeline",
                          List.of("When (UTC)", "Who", "What"),
                          List.of(
                              List.of("2026-02-10 14:30:00", "ada", "Declared"),
                              List.of("2026-02-10 14:31:00", "bob", HOSTILE)))))));

  @Test
  void markdownKeepsTablesWholeAndTakesNoHtml() {
    assertThat(MarkdownReport.of(REPORT))
        .startsWith("# INC-2026-02-10-001: Żółta kasa &lt;b>down&lt;/b> &amp; \"out\"\n")
        .contains(
            "**This was a drill.**",
            "Version 2, corrected by ada: the cause",
            "| Fact | Value |\n|---|---|\n| Policy | a\\|b |\n",
            "### Five whys\n\n1. Because\n2. And &lt;i>that&lt;/i>\n")
        .doesNotContain("<script", "<img");
  }

  @Test
  void htmlIsXmlOfOurElementsOnly() throws Exception {
    var html = HtmlReport.of(REPORT);
    var names = new java.util.TreeSet<String>();
    var all = parse(html).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      names.add(all.item(i).getNodeName());
    }
    assertThat(names)
        .containsExactly(
            "body", "br", "h1", "h2", "h3", "head", "html", "li", "meta", "ol", "p", "strong",
            "style", "table", "tbody", "td", "th", "thead", "title", "tr");
    assertThat(html)
        .contains("First line<br/>second</p>", "&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("src=\"", "href=", "url(", "\u0000", "\u000b");
  }

  @Test
  void aBrowserTakesTheStyleOfTheFileAndNothingElse() throws Exception {
    var html = HtmlReport.of(REPORT);
    var style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    var hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(HtmlReport.CONTENT_SECURITY_POLICY)
        .startsWith("default-src 'none'; ")
        .contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'", "sandbox");
  }

  @Test
  void pdfHoldsTheWordsInFontsOfItsOwn() throws IOException {
    try (var pdf = Loader.loadPDF(PdfReport.of(REPORT))) {
      assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s+", " "))
          .contains(
              "INC-2026-02-10-001: Żółta kasa <b>down</b> & \"out\"",
              "Größe, Δ and приказ: čeština",
              "This was a drill.",
              "<script>alert(1)</script>",
              "1 of 1");
      for (var page : pdf.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(name).isEmbedded()).as(name.getName()).isTrue();
        }
        assertThat(page.getAnnotations()).isEmpty();
      }
      assertThat(pdf.getDocumentInformation().getTitle()).startsWith("INC-2026-02-10-001");
    }
  }

  private static Document parse(String html) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }
}
