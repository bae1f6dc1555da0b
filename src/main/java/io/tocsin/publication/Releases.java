package io.tocsin.publication;

import io.tocsin.engine.Answers;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.publication.PublicText.State;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Releasing words in other ways than the form. What it does is what the form does: the task that
 * asked is done with it.
 */
@Service
public class Releases {

  private final PublicTexts texts;
  private final Release release;
  private final Incidents incidents;
  private final ResponseProcess process;
  private final Atomic atomic;

  Releases(
      PublicTexts texts,
      Release release,
      Incidents incidents,
      ResponseProcess process,
      Atomic atomic) {
    this.texts = texts;
    this.release = release;
    this.incidents = incidents;
    this.process = process;
    this.atomic = atomic;
  }

  /**
   * Returns what becomes of an update to the public that a person writes now, so that nobody is
   * surprised by who reads it: the rest of a sentence that begins with the update.
   *
   * @param author user id
   */
  @Transactional(readOnly = true)
  public String way(String number, String author) {
    var incident = incidents.get(number);
    if (incident.drill()) {
      return "read by nobody outside: this is a drill";
    }
    var approvers = release.wouldWait(incident, author);
    return approvers.isEmpty()
        ? "out at once, for everybody to read"
        : "out once " + String.join(" and ", approvers) + " released it";
  }

  /** Returns the words of an incident that wait for a release, oldest first. */
  @Transactional(readOnly = true)
  public List<WaitingWords> waiting(String number) {
    incidents.get(number);
    return texts.of(number).stream()
        .filter(text -> text.state() == State.WRITTEN)
        .map(this::shown)
        .filter(words -> !words.approvers().isEmpty())
        .toList();
  }

  /**
   * Releases words, as they are or changed, for a group that the person stands for. Where another
   * group is asked too, they go on waiting for it.
   *
   * @param revision that the person has read; null where they read the newest
   * @param title the headline; null leaves it
   * @param text null leaves it
   * @throws ConflictException when they wait for no release, or have changed since they were read
   */
  public void release(
      String number,
      UUID id,
      @Nullable Integer revision,
      @Nullable String title,
      @Nullable String text,
      Actor actor) {
    atomic.run(
        () -> {
          var words = mine(number, id, revision, actor);
          var approver = words.approvers().get(0);
          var headline = title == null ? words.title() : Writing.title("title", title);
          var body = text == null ? words.text() : text.strip();
          if (body.isEmpty() || body.length() > Answers.MAX_TEXT) {
            throw new InvalidInputException(
                "text", "write what the public reads, at most " + Answers.MAX_TEXT + " characters");
          }
          var changed = release.release(id, approver, headline, body, actor);
          process.wordsJudged(number, id.toString(), approver, changed);
        });
  }

  /**
   * Wants other words.
   *
   * @param reason what must be different
   * @throws ConflictException when they wait for no release, or have changed since they were read
   */
  public void sendBack(
      String number, UUID id, @Nullable Integer revision, String reason, Actor actor) {
    atomic.run(
        () -> {
          var words = mine(number, id, revision, actor);
          release.sendBack(id, reason, actor);
          process.wordsJudged(number, id.toString(), words.approvers().get(0), true);
        });
  }

  /** Returns the words with the groups that the person can release them for. */
  private WaitingWords mine(String number, UUID id, @Nullable Integer revision, Actor actor) {
    incidents.lock(number);
    var text =
        texts
            .find(id)
            .filter(found -> found.incident().equals(number))
            .orElseThrow(() -> new NotFoundException("There are no such words of " + number));
    var words = shown(text);
    if (text.state() != State.WRITTEN || words.approvers().isEmpty()) {
      throw new ConflictException("These words wait for no release: " + text.state().word());
    }
    if (revision != null && revision != text.revision()) {
      throw new ConflictException(
          "The words have changed since they were read; read revision " + text.revision());
    }
    var groups = release.releases(text, actor.id());
    if (groups.isEmpty()) {
      throw new AccessDeniedException(
          "These words wait for " + String.join(" and ", words.approvers()));
    }
    return new WaitingWords(
        words.id(),
        words.revision(),
        words.kind(),
        words.title(),
        words.text(),
        words.services(),
        words.author(),
        words.writtenAt(),
        words.nextUpdateAt(),
        groups,
        words.dueAt());
  }

  private WaitingWords shown(PublicText text) {
    var waits = release.waits(text);
    return new WaitingWords(
        text.id(),
        text.revision(),
        text.kind().word(),
        text.title(),
        text.body(),
        text.services(),
        release.name(text.author()),
        text.writtenAt(),
        text.nextUpdateAt(),
        waits.approvers(),
        waits.dueAt());
  }
}
