package io.tocsin.review;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleReviewFormTest {

  private final ReviewMeetings meetings = mock(ReviewMeetings.class);
  private final ScheduleReviewForm form =
      new ScheduleReviewForm(meetings, mock(Timeline.class), Clock.systemUTC());

  @Test
  void namesTheFieldOfTheFormWhateverIsWrong() {
    assertThatThrownBy(() -> submit(Map.of("meetingChoice", "yes", "meetingFrom", "soon")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("meetingFrom: ");

    when(meetings.schedule(any(), any(), any()))
        .thenThrow(new InvalidInputException("place", "say where it is"));
    assertThatThrownBy(() -> submit(Map.of("meetingChoice", "yes")))
        .hasMessage("meetingPlace: say where it is");
  }

  private void submit(Map<String, Object> answers) {
    var task = mock(TaskContext.class);
    when(task.incident()).thenReturn("INC-1");
    when(task.actor()).thenReturn("commander");
    form.submit(task, new Answers(answers));
  }
}
