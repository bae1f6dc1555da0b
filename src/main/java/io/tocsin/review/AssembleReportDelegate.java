package io.tocsin.review;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps the report as it is after the review. */
@Component
class AssembleReportDelegate implements JavaDelegate {

  private final Report report;
  private final Obligations obligations;

  AssembleReportDelegate(Report report, Obligations obligations) {
    this.report = report;
    this.obligations = obligations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    report.keep(Variables.incident(execution));
    obligations.reported(Variables.incident(execution));
  }
}
