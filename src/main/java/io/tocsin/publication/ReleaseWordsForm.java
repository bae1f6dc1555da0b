package io.tocsin.publication;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.ReleaseWords;
import io.tocsin.incident.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The words as the public would read them; whoever releases them can change them. */
@Component
class ReleaseWordsForm implements TaskForm {

  private final PublicTexts texts;
  private final Release release;

  ReleaseWordsForm(PublicTexts texts, Release release) {
    this.texts = texts;
    this.release = release;
  }

  @Override
  public String task() {
    return ReleaseWords.Elements.TASK_RELEASE_WORDS;
  }

  @Override
  public Set<String> fields() {
    return Set.of("writtenBy", "publicTitle", "publicText", "releaseChoice", "sendBackReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var text = text(task);
    var values = new HashMap<String, @Nullable Object>();
    values.put("writtenBy", release.name(text.author()));
    values.put("publicTitle", text.title());
    values.put("publicText", text.body());
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var text = text(task);
    if (release.judged(text, task.get(Variables.APPROVER))) {
      // In another way, which has said to the model what follows.
      return Map.of();
    }
    var actor = Actor.tasklist(task.actor());
    if (answers.choice("releaseChoice", Set.of("release", "sendBack")).equals("sendBack")) {
      release.sendBack(
          text.id(), answers.required("sendBackReason", "say what must be different"), actor);
      return reread();
    }
    var changed =
        release.release(
            text.id(),
            task.get(Variables.APPROVER),
            Writing.title("publicTitle", answers.required("publicTitle", "write a headline")),
            answers.required("publicText", "write what the public reads"),
            actor);
    return changed ? reread() : Map.of();
  }

  /** Whoever else was asked was asked for other words: the model asks afresh. */
  private static Map<String, Object> reread() {
    return Map.of(Variables.WORDS_STATE.name(), "changed");
  }

  private PublicText text(TaskContext task) {
    return texts.get(UUID.fromString(task.get(Variables.PUBLIC_TEXT_ID)));
  }
}
