package io.tocsin.support;

import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Puts the engine's clock right again after each test. */
class ResetClock implements TestExecutionListener {

  @Override
  public void afterTestMethod(TestContext context) {
    ClockUtil.reset();
  }
}
