package io.tocsin.training;

import io.tocsin.engine.TrainingProcess;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Some of the sample's people are qualified, and one is in training. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class SampleTrainings {

  private static final String TRAINEE = "oncall2";
  private static final Purpose PRIMARY = new Purpose(Purpose.ROTATION, "primary");

  /** When each qualification was given, in days before today. */
  private static final Map<Map.Entry<String, String>, Integer> SINCE =
      Map.of(
          Map.entry("oncall1", "primary"), 120,
          Map.entry("oncall1", "secondary"), 120,
          Map.entry("oncall2", "secondary"), 345,
          Map.entry("commander", "commander"), 200);

  private final Requirements.Table table;
  private final Qualified qualified;
  private final TrainingProcess process;
  private final Trainings trainings;
  private final TrainingStore store;
  private final Clock clock;

  SampleTrainings(
      Requirements.Table table,
      Qualified qualified,
      TrainingProcess process,
      Trainings trainings,
      TrainingStore store,
      Clock clock) {
    this.table = table;
    this.qualified = qualified;
    this.process = process;
    this.trainings = trainings;
    this.store = store;
    this.clock = clock;
  }

  public void write() {
    var now = clock.instant();
    SINCE.forEach(
        (who, days) -> {
          var purpose = new Purpose(Purpose.ROTATION, who.getValue());
          var unused =
              qualified.give(
                  who.getKey(),
                  purpose,
                  table.of(purpose, false),
                  "manager",
                  null,
                  now.minus(Duration.ofDays(days)));
        });
    var id = process.start(TRAINEE, PRIMARY.text(), "manager");
    var day = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(2);
    var shift =
        store.noteShift(id, day, "oncall1", "Sample data: one page at night, a false alarm.");
    store.judgeShift(shift, true, null, "oncall1");
    trainings.toRead(id).stream()
        .limit(1)
        .forEach(
            incident ->
                store.read(
                    id, incident.number(), "Sample data: roll back first, look for causes after."));
  }
}
