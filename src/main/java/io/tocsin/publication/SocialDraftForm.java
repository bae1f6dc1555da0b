package io.tocsin.publication;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.PublishUpdate;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Notifications;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A draft for social media. A person posts it; Tocsin never does. */
@Component
class SocialDraftForm implements TaskForm {

  private final PublicTexts texts;
  private final Notifications notifications;
  private final Timeline timeline;

  SocialDraftForm(PublicTexts texts, Notifications notifications, Timeline timeline) {
    this.texts = texts;
    this.notifications = notifications;
    this.timeline = timeline;
  }

  @Override
  public String task() {
    return PublishUpdate.Elements.TASK_POST_SOCIAL_DRAFT;
  }

  @Override
  public Set<String> fields() {
    return Set.of("socialText", "socialChoice", "socialReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var text = texts.get(UUID.fromString(task.get(Variables.PUBLIC_TEXT_ID)));
    var draft =
        notifications.draft(task.incident(), "social-draft", Writing.fields(text, List.of()));
    return Map.of("socialText", draft.body().strip());
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var posted = answers.choice("socialChoice", Set.of("posted", "notNeeded")).equals("posted");
    timeline.add(
        task.incident(),
        Actor.tasklist(task.actor()),
        "update",
        posted
            ? "Posted on social media: " + answers.required("socialText", "paste what was posted")
            : "Not posted on social media. "
                + answers.required("socialReason", "say why it is not needed"));
    return Map.of();
  }
}
