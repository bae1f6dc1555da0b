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

/** Words that were sent back, or that the engine has only drafted. */
@Component
class WriteWordsForm implements TaskForm {

  private final PublicTexts texts;
  private final Release release;

  WriteWordsForm(PublicTexts texts, Release release) {
    this.texts = texts;
    this.release = release;
  }

  @Override
  public String task() {
    return ReleaseWords.Elements.TASK_WRITE_WORDS;
  }

  @Override
  public Set<String> fields() {
    return Set.of("sentBack", "publicTitle", "publicText", "wordsChoice", "withdrawReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var text = texts.get(id(task));
    var values = new HashMap<String, @Nullable Object>();
    values.put("sentBack", text.reason());
    values.put("publicTitle", text.title());
    values.put("publicText", text.body());
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    if (answers.choice("wordsChoice", Set.of("write", "withdraw")).equals("withdraw")) {
      release.withdraw(
          id(task), answers.required("withdrawReason", "say why it is not said"), actor);
    } else {
      release.write(
          id(task),
          Writing.title("publicTitle", answers.required("publicTitle", "write a headline")),
          answers.required("publicText", "write what the public reads"),
          actor);
    }
    return Map.of();
  }

  private static UUID id(TaskContext task) {
    return UUID.fromString(task.get(Variables.PUBLIC_TEXT_ID));
  }
}
