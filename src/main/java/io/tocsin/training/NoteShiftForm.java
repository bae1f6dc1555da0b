package io.tocsin.training;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.TrainingShadowing;
import io.tocsin.problem.InvalidInputException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The trainee notes a shift beside somebody. */
@Component
class NoteShiftForm implements TaskForm {

  private static final int DAY = "2026-02-10".length();

  private final Trainings trainings;
  private final Briefs briefs;

  NoteShiftForm(Trainings trainings, Briefs briefs) {
    this.trainings = trainings;
    this.briefs = briefs;
  }

  @Override
  public String task() {
    return TrainingShadowing.Elements.TASK_NOTE_SHIFT;
  }

  @Override
  public Set<String> fields() {
    return Set.of(Briefs.FACTS, "shiftDate", "shadowedPerson", "peopleToShadow", "shiftNotes");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var id = task.get(Variables.TRAINING_ID);
    return Map.of(
        Briefs.FACTS,
        briefs.shadowing(id),
        "peopleToShadow",
        Briefs.choices(trainings.toShadow(id)));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var shadowed = answers.required("shadowedPerson", "choose whom you accompanied");
    var shift =
        trainings.noteShift(
            task.get(Variables.TRAINING_ID),
            day(answers.required("shiftDate", "say on which day")),
            shadowed,
            answers.required("shiftNotes", "write what you saw"),
            task.actor());
    return Map.of(Variables.SHADOWED.name(), shadowed, Variables.SHADOWED_SHIFT.name(), shift);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text.length() > DAY ? text.substring(0, DAY) : text);
    } catch (DateTimeException e) {
      throw new InvalidInputException("shiftDate", "'" + text + "' is no date such as 2026-02-10");
    }
  }
}
