package io.tocsin.publication;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Notifications;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.publication.PublicText.State;
import io.tocsin.statuspage.StatusPage;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Taking down what the public reads. Words that were approved in advance stand in its place, so
 * that nobody has to release anything first.
 */
@Service
public class TakeDown {

  private final PublicTexts texts;
  private final Writing writing;
  private final Release release;
  private final Incidents incidents;
  private final StatusPage page;
  private final Notifications notifications;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Atomic atomic;
  private final Clock clock;

  TakeDown(
      PublicTexts texts,
      Writing writing,
      Release release,
      Incidents incidents,
      StatusPage page,
      Notifications notifications,
      Timeline timeline,
      ResponseProcess process,
      Atomic atomic,
      Clock clock) {
    this.texts = texts;
    this.writing = writing;
    this.release = release;
    this.incidents = incidents;
    this.page = page;
    this.notifications = notifications;
    this.timeline = timeline;
    this.process = process;
    this.atomic = atomic;
    this.clock = clock;
  }

  /** Returns the words of an incident that are out, newest first. */
  @Transactional(readOnly = true)
  public List<WordsOut> out(String number) {
    incidents.get(number);
    return published(number);
  }

  /** Returns those that somebody may take down; none for whoever does not answer for words. */
  @Transactional(readOnly = true)
  public List<WordsOut> offered(IncidentView incident, String person) {
    // Most incidents have none, and the page asks for each.
    var out = published(incident.number());
    return out.isEmpty() || release.answersForWords(incident, person) ? out : List.of();
  }

  private List<WordsOut> published(String number) {
    return texts.of(number).stream()
        .filter(text -> text.state() == State.PUBLISHED)
        .map(
            text ->
                new WordsOut(
                    text.id(),
                    text.kind().word(),
                    text.title(),
                    text.body(),
                    text.services(),
                    release.name(text.author()),
                    Objects.requireNonNull(text.publishedAt()),
                    text.mailedAt()))
        .sorted(Comparator.comparing(WordsOut::publishedAt).reversed())
        .toList();
  }

  /**
   * Takes words down: on the page, and at its provider, others stand in their place. What was
   * mailed is not called back; a mail that is still to come is not sent.
   *
   * @param reason why, for those inside
   * @return whether customers were mailed of them
   * @throws ConflictException when they are not out, or were taken down before
   * @throws AccessDeniedException for whoever does not answer for words to the public
   */
  public boolean takeDown(String number, UUID id, String reason, Actor actor) {
    return atomic.call(() -> takeDown(incidents.lock(number), id, reason, actor));
  }

  private boolean takeDown(IncidentView incident, UUID id, String reason, Actor actor) {
    if (!release.answersForWords(incident, actor.id())) {
      throw new AccessDeniedException(
          "Words that are out are taken down by " + String.join(", ", Release.ANSWERING));
    }
    var text =
        texts
            .find(id)
            .filter(found -> found.incident().equals(incident.number()))
            .orElseThrow(
                () -> new NotFoundException("There are no such words of " + incident.number()));
    var instead = writing.instead(text);
    var now = clock.instant();
    if (!texts.takenDown(id, instead.subject(), instead.body().strip(), now)) {
      throw new ConflictException("These words are not out: " + text.state().word());
    }
    writing.retitle(incident.number(), text.title(), instead.subject());
    page.replace(id, instead.subject(), instead.body().strip(), now);
    timeline.add(
        incident.number(),
        actor,
        "update",
        "Taken down, so that the public reads it no more: %s. %s".formatted(text.title(), reason));
    var sent = notifications.takeBack(id.toString());
    if (!sent) {
      texts.unmailed(id);
    }
    // A draft for social media, too, says what is not to be said.
    process.wordsWithdrawn(incident.number(), id.toString());
    process.clocksChanged(incident.number());
    return sent;
  }
}
