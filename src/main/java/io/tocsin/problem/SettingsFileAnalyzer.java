package io.tocsin.problem;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The parser says where in the file, and not in which; the lines that it shows may hold secrets.
 */
class SettingsFileAnalyzer extends AbstractFailureAnalyzer<MarkedYAMLException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MarkedYAMLException cause) {
    var mark = cause.getProblemMark();
    var where =
        mark == null
            ? ""
            : " in line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
    return new FailureAnalysis(
        "The file of the settings is no valid YAML%s: %s".formatted(where, cause.getProblem()),
        "Mend the file that TOCSIN_CONFIG names, /config/tocsin.yaml where it names none.",
        cause);
  }
}
