package io.tocsin.routine;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.ContactCheck.Elements;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A person says whether they are reached as the directory says. */
@Component
class ConfirmContactsForm implements TaskForm {

  private static final String BRIEFING = "briefing";
  private static final String RIGHT = "contactRight";
  private static final String REMARK = "contactRemark";

  private final Contacts contacts;
  private final RoundReport reports;

  ConfirmContactsForm(Contacts contacts, RoundReport reports) {
    this.contacts = contacts;
    this.reports = reports;
  }

  @Override
  public String task() {
    return Elements.TASK_CONFIRM_CONTACTS;
  }

  @Override
  public Set<String> fields() {
    return Set.of(BRIEFING, RIGHT, REMARK);
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var person = task.get(Variables.CONTACT_PERSON);
    return Map.of(
        BRIEFING,
        "Whoever is called in an incident must be reached. This is what the directory says of **%s**:\n\n%s"
            .formatted(contacts.name(person), contacts.known(person)));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var right = answers.yes(RIGHT);
    contacts.answer(
        task.get(Variables.ROUTINE_ID),
        task.get(Variables.CONTACT_PERSON),
        right,
        right ? null : answers.required(REMARK, "say what has changed"));
    reports.contactsChanged();
    return Map.of();
  }
}
