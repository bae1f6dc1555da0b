package io.tocsin.problem;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Where we refuse to start ourselves, the reason is enough: it names what to do. */
class OwnReasonAnalyzer extends AbstractFailureAnalyzer<IllegalStateException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalStateException cause) {
    // Spring tells more of a setting that cannot be read, its origin among it.
    return cause.getMessage() != null
            && isOurs(cause)
            && findCause(rootFailure, BindException.class) == null
        ? new FailureAnalysis(cause.getMessage(), null, cause)
        : null;
  }

  private static boolean isOurs(Throwable cause) {
    var trace = cause.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("io.tocsin.");
  }
}
