package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.model.Review;
import io.tocsin.review.Report;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is owed afterwards. */
@TocsinTest
class ReviewProcessTest {

  @Autowired Response response;
  @Autowired Report report;

  @Test
  void isDueAsThePolicySaysAndNagsWhenItIsLate() {
    var number = reviewing();
    var due = response.incident(number).resolvedAt().plus(Duration.ofHours(72));
    assertThat(response.task(number, "Task_writeReview").getDueDate().toInstant()).isEqualTo(due);
    response.fire(number, Review.KEY, Review.Elements.EVENT_REVIEW_OVERDUE);
    assertThat(response.passed(number, "Task_tellReviewOverdue")).isEqualTo(1);
    assertThat(response.open(number)).contains("Task_writeReview");
  }

  @Test
  void assemblesAReportThatTellsTheWholeStory() {
    var number = reviewing();
    response.review(number);
    response.close(number);
    assertThat(report.markdown(number))
        .contains(
            "# " + number + ": Checkout answers with errors",
            "A deployment broke checkout; a rollback mended it",
            "The last deployment drops a column",
            "1. The migration ran before the code",
            "| Check migrations in the pipeline | preventive | techlead | 2030-01-31 | open |",
            "Severity confirmed",
            "Half of the buyers cannot pay");
  }

  @Test
  void refusesAnActionItemWithoutAKnownOwnerAndNamesTheRow() {
    var number = reviewing();
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    "Task_writeReview",
                    "commander",
                    Map.of(
                        "summary",
                        "x",
                        "actionItems",
                        List.of(
                            Map.of(
                                "title", "Do it",
                                "kind", "process",
                                "owner", "somebody",
                                "dueDate", "2030-01-31")))))
        .hasMessageContaining("actionItems[1].owner: 'somebody' is not in the directory");
  }

  private String reviewing() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    return number;
  }
}
