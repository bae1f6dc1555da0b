package io.tocsin.notification;

import io.tocsin.incident.Incidents;
import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.Channel.Sent;
import io.tocsin.people.Addressee;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Words that are not sent to anybody, but stand in a form, wait for a release or go on the status
 * page: the same files as those of messages, in plain text.
 */
@Service
@Transactional(readOnly = true)
public class Wording {

  private final Incidents incidents;
  private final Facts facts;
  private final Templates templates;

  Wording(Incidents incidents, Facts facts, Templates templates) {
    this.incidents = incidents;
    this.facts = facts;
    this.templates = templates;
  }

  /**
   * A title and a text.
   *
   * @param title one line
   * @param text ends with a line end
   */
  public record Words(String title, String text) {}

  /**
   * Writes about an incident.
   *
   * @param event name of the file, for example {@code holding-post}
   * @param audience {@code public}, or as the policy calls it
   * @param fields of the event, by name
   */
  public Words of(String number, String event, String audience, Map<String, ?> fields) {
    var incident = incidents.get(number);
    var message =
        templates.render(
            incident.policy(),
            event,
            audience,
            Plain.INSTANCE,
            incident.drill(),
            facts.of(incident, event, audience, fields));
    return new Words(message.subject(), message.body());
  }

  /** Nobody is reached by it. */
  private enum Plain implements Channel {
    INSTANCE;

    @Override
    public String id() {
      return "plain";
    }

    @Override
    public String title() {
      return "plain text";
    }

    @Override
    public boolean configured() {
      return false;
    }

    @Override
    public Markup markup() {
      return Markup.PLAIN;
    }

    @Override
    public @Nullable String address(Addressee addressee) {
      return null;
    }

    @Override
    public Sent send(Delivery delivery, String address) {
      throw new IllegalStateException("Plain text is sent to nobody");
    }
  }
}
