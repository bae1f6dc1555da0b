package io.tocsin.review;

import com.openhtmltopdf.extend.FSStream;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.logging.Level;

/**
 * Writes a report as PDF, from its HTML, with the fonts in it. Nothing is fetched for it, whatever
 * an address says.
 */
final class PdfReport {

  private static final String FONT = "Report";
  private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/DejaVuSans";
  private static final int NORMAL = 400;
  private static final int BOLD = 700;

  static {
    // Each step of each rendering would be told.
    XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.SEVERE));
  }

  private PdfReport() {}

  static byte[] of(ReportDocument report) {
    var out = new ByteArrayOutputStream();
    var builder = new PdfRendererBuilder();
    builder.useFont(() -> font(".ttf"), FONT, NORMAL, FontStyle.NORMAL, true);
    builder.useFont(() -> font("-Bold.ttf"), FONT, BOLD, FontStyle.NORMAL, true);
    for (var when : ExternalResourceControlPriority.values()) {
      builder.useExternalResourceAccessControl((uri, type) -> false, when);
    }
    builder.useUriResolver((base, uri) -> null);
    builder.useProtocolsStreamImplementation(
        address -> new Nothing(), "http", "https", "file", "jar", "ftp", "data");
    builder.usePdfUaAccessibility(true);
    builder.withProducer("Tocsin");
    builder.withHtmlContent(HtmlReport.of(report), null);
    builder.toStream(out);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException("The report of " + report.number() + " as PDF", e);
    }
    return out.toByteArray();
  }

  private static InputStream font(String style) {
    return Objects.requireNonNull(
        PdfReport.class.getResourceAsStream(FONTS + style), "The fonts of the reports are missing");
  }

  /** What stands for every resource that something would have fetched. */
  private static final class Nothing implements FSStream {

    @Override
    public InputStream getStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public java.io.Reader getReader() {
      return java.io.Reader.nullReader();
    }
  }
}
