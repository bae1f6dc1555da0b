package io.tocsin.problem;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A file that is there and may not be read, such as that of the settings with mode 0600. */
class UnreadableFileAnalyzer extends AbstractFailureAnalyzer<IOException> {

  /** How older parts of Java say it. */
  private static final Pattern DENIED = Pattern.compile("(.+) \\(Permission denied\\)");

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IOException cause) {
    var file = file(cause);
    return file == null
        ? null
        : new FailureAnalysis(
            "The file %s may not be read by the user that Tocsin runs as.".formatted(file),
            "Let it read the file: in the image it has the uid 10001 (chown 10001, or chmod 644 where"
                + " the file holds no secrets).",
            cause);
  }

  private static @Nullable String file(IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return denied.getFile();
    }
    var said = DENIED.matcher(String.valueOf(cause.getMessage()));
    return cause instanceof FileNotFoundException && said.matches() ? said.group(1) : null;
  }
}
