package io.tocsin.review;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps the report as it is after the review. */
@Component
class AssembleReportDelegate implements JavaDelegate {

  private final Report report;

  AssembleReportDelegate(Report report) {
    this.report = report;
  }

  @Override
  public void execute(DelegateExecution execution) {
    report.keep(Variables.incident(execution));
  }
}
