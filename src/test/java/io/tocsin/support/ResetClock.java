package io.tocsin.support;

import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Puts the engine's clock right again after each test, and what counts on time going forward. */
class ResetClock implements TestExecutionListener {

  @Override
  public void afterTestMethod(TestContext context) {
    ClockUtil.reset();
    if (context.hasApplicationContext()) {
      // A turn that a test took later than the next one lives would hold up the messages of that.
      context
          .getApplicationContext()
          .getBean(JdbcClient.class)
          .sql("delete from channel_slot")
          .update();
    }
  }
}
