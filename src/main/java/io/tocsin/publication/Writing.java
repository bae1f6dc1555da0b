package io.tocsin.publication;

import io.tocsin.catalog.Catalog;
import io.tocsin.engine.Answers;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentMerged;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.PublicDrafts;
import io.tocsin.incident.PublicUpdateWritten;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.UpdateClock;
import io.tocsin.notification.Notifications;
import io.tocsin.notification.Notifications.Draft;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Targets;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.publication.PublicText.Kind;
import io.tocsin.publication.PublicText.State;
import io.tocsin.review.PublicSummaryRemoved;
import io.tocsin.review.PublicSummaryWritten;
import io.tocsin.statuspage.StatusPage;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where words for the public come from: people write them; the engine drafts the first and the last
 * ones. Each sets out at once on its way through the model, in the transaction that writes it.
 */
@Service
@Transactional
class Writing implements PublicDrafts {

  private static final String PUBLIC = "public";
  private static final int MAX_TITLE = 200;

  private final PublicTexts texts;
  private final InsideWords insideWords;
  private final Incidents incidents;
  private final UpdateClock updateClock;
  private final Notifications notifications;
  private final Catalog catalog;
  private final StatusPage page;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  Writing(
      PublicTexts texts,
      InsideWords insideWords,
      Incidents incidents,
      UpdateClock updateClock,
      Notifications notifications,
      Catalog catalog,
      StatusPage page,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.texts = texts;
    this.insideWords = insideWords;
    this.incidents = incidents;
    this.updateClock = updateClock;
    this.notifications = notifications;
    this.catalog = catalog;
    this.page = page;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /** A person has written to the public. */
  @EventListener
  void on(PublicUpdateWritten written) {
    var update = written.update();
    var details = written.details();
    var incident = incidents.get(update.incident());
    requireShort("text", update.text());
    var title = details.title() == null ? headline(incident) : title("title", details.title());
    texts.requireStanding(incident.number(), title);
    var services = details.services() == null ? services(incident) : known(details.services());
    var deadline =
        incident.status().responding() ? updateClock.dueAt(incident, PUBLIC).orElse(null) : null;
    setOut(
        new PublicText(
            update.id(),
            incident.number(),
            Kind.UPDATE,
            State.WRITTEN,
            1,
            title,
            update.text(),
            services,
            update.author(),
            update.at(),
            update.nextUpdateAt(),
            details.email(),
            deadline,
            update.at(),
            null,
            null,
            null,
            null));
  }

  /** The review says what happened and what was changed. */
  @EventListener
  void on(PublicSummaryWritten written) {
    var incident = incidents.get(written.incident());
    requireShort("publicSummary", written.text());
    var earlier =
        texts.of(incident.number()).stream()
            .filter(text -> text.kind() == Kind.SUMMARY && text.state() != State.WITHDRAWN)
            .anyMatch(text -> sinceResolved(incident, text.writtenAt()));
    if (earlier && !written.changed()) {
      return;
    }
    withdraw(incident, text -> text.kind() == Kind.SUMMARY, "the review says something else");
    var facts = facts(incident);
    facts.put("text", written.text());
    var title = headline(incident);
    facts.put("headline", title);
    var words = notifications.draft(incident.number(), "summary-post", facts);
    setOut(
        drafted(incident, Kind.SUMMARY, State.WRITTEN, title, words.body(), null)
            .by(written.author().id()));
  }

  /** A summary of before a reopening is one of something else. */
  static boolean sinceResolved(IncidentView incident, Instant written) {
    var resolved = incident.resolvedAt();
    return resolved == null || !written.isBefore(resolved);
  }

  /** The review says nothing outside any more. What the public has read stays. */
  @EventListener
  void on(PublicSummaryRemoved removed) {
    withdraw(
        incidents.get(removed.incident()),
        text -> text.kind() == Kind.SUMMARY,
        "the review says nothing to the public any more");
  }

  /** The engine writes the first words where the policy wants them at once, and the last ones. */
  @EventListener
  void on(IncidentChanged changed) {
    var incident = changed.now();
    switch (changed.what()) {
      case DECLARED, SEVERITY -> hold(incident);
      case STATUS -> {
        switch (incident.status()) {
          case RESOLVED -> resolved(incident);
          case DISMISSED -> dismissed(incident);
          case CLOSED -> forgetDrafts(incident);
          default -> goesOn(incident);
        }
      }
      // Others have to release them as well, and are asked like the first ones.
      case SECURITY ->
          texts.of(incident.number()).stream()
              .filter(text -> text.state() == State.WRITTEN)
              .forEach(this::askAnew);
      default -> {}
    }
  }

  private void hold(IncidentView incident) {
    var targets = targets(incident);
    var silent = texts.of(incident.number()).stream().allMatch(t -> t.state() == State.WITHDRAWN);
    if (incident.status().responding()
        && targets.yes("holdingPost")
        && targets.text("statusPage").filter("none"::equals).isEmpty()
        && silent) {
      var words = notifications.draft(incident.number(), "holding-post", facts(incident));
      setOut(drafted(incident, Kind.HOLDING, State.WRITTEN, words.subject(), words.body(), null));
    }
  }

  private void resolved(IncidentView incident) {
    withdraw(incident, text -> !text.kind().last(), "it is resolved");
    lastPublished(incident)
        .ifPresent(
            last -> {
              var words =
                  notifications.draft(incident.number(), "resolution-post", facts(incident));
              var within = within(targets(incident));
              var atOnce = within.map(Deadline::immediate).orElse(true);
              setOut(
                  drafted(
                      incident,
                      Kind.RESOLUTION,
                      atOnce ? State.WRITTEN : State.DRAFT,
                      last.title(),
                      words.body(),
                      within
                          .map(deadline -> policy(incident).due(deadline, clock.instant()))
                          .orElse(null)));
            });
  }

  /** Customers may have a deadline of their own; where none is owed they hear it at once too. */
  private static Optional<Deadline> within(Targets targets) {
    return targets
        .deadline("customerResolutionWithin")
        .or(() -> targets.deadline("resolutionUpdateWithin"));
  }

  private void goesOn(IncidentView incident) {
    if (incident.reopenedAt() != null) {
      page.reopened(incident.number(), incident.reopenedAt());
    }
    withdraw(incident, text -> text.kind().afterwards(), "it goes on");
    lastPublished(incident)
        .filter(last -> last.kind().afterwards() || page.saysOver(incident.number()))
        .filter(last -> silentSinceReopened(incident))
        .ifPresent(
            last -> {
              var words = notifications.draft(incident.number(), "reopening-post", facts(incident));
              setOut(
                  drafted(incident, Kind.HOLDING, State.WRITTEN, last.title(), words.body(), null));
            });
  }

  private boolean silentSinceReopened(IncidentView incident) {
    return texts.of(incident.number()).stream().noneMatch(text -> sinceReopened(incident, text));
  }

  static boolean sinceReopened(IncidentView incident, PublicText text) {
    var reopened = incident.reopenedAt();
    return reopened != null && !text.writtenAt().isBefore(reopened);
  }

  private void dismissed(IncidentView incident) {
    withdraw(incident, text -> true, "the incident is dismissed");
    if (incident.mergedInto() == null) {
      lastOpen(incident).ifPresent(last -> sayDismissed(incident, last, facts(incident)));
    }
  }

  private void sayDismissed(IncidentView incident, PublicText last, Map<String, Object> facts) {
    var words = notifications.draft(incident.number(), "dismissal-post", facts);
    setOut(drafted(incident, Kind.DISMISSAL, State.WRITTEN, last.title(), words.body(), null));
  }

  /** What was said of one goes on with the other: nobody must read meanwhile that all is well. */
  @EventListener
  void on(IncidentMerged merged) {
    var incident = merged.incident();
    lastOpen(incident).ifPresent(last -> goOn(incident, merged.into(), last));
  }

  private void goOn(IncidentView incident, IncidentView into, PublicText last) {
    if (unheard(incident, into)) {
      handOver(incident, into, last);
      return;
    }
    widen(into, last.services());
    var facts = facts(incident);
    lastPublished(into).ifPresent(other -> facts.put("otherTitle", other.title()));
    sayDismissed(incident, last, facts);
  }

  /** Returns whether readers of the one would find nothing of the other where they read. */
  private boolean unheard(IncidentView incident, IncidentView into) {
    return lastPublished(into).isEmpty()
        || page.link(incident.number()).isPresent() && page.link(into.number()).isEmpty();
  }

  private void handOver(IncidentView incident, IncidentView into, PublicText last) {
    forgetDrafts(incident);
    texts.handOver(incident.number(), into.number());
    page.handOver(incident.number(), into.number());
    timeline.add(
        into.number(),
        Actor.ENGINE,
        "update",
        "What the public reads of %s goes on with this incident: %s"
            .formatted(incident.number(), last.title()));
    process.clocksChanged(into.number());
  }

  /** Says that more is part of it. Who reads of a service must not find it well by the merge. */
  private void widen(IncidentView into, List<String> services) {
    lastPublished(into)
        .filter(said -> !said.services().containsAll(services))
        .ifPresent(
            said -> {
              var all =
                  Stream.concat(services(into).stream(), services.stream()).distinct().toList();
              var words = notifications.draft(into.number(), "widening-post", facts(all));
              setOut(
                  drafted(into, Kind.HOLDING, State.WRITTEN, said.title(), words.body(), null)
                      .naming(all));
            });
  }

  /** The newest words that are out, unless they are the last ones. */
  private Optional<PublicText> lastOpen(IncidentView incident) {
    return lastPublished(incident).filter(last -> !last.kind().afterwards());
  }

  private PublicText drafted(
      IncidentView incident,
      Kind kind,
      State state,
      String title,
      String body,
      @Nullable Instant deadline) {
    var now = clock.instant();
    return new PublicText(
        UUID.randomUUID(),
        incident.number(),
        kind,
        state,
        1,
        title,
        body.strip(),
        services(incident),
        Actor.ENGINE.id(),
        now,
        null,
        false,
        deadline,
        now,
        null,
        null,
        null,
        null);
  }

  private void setOut(PublicText text) {
    if (texts.add(text)) {
      process.wordsWritten(text.incident(), text.id().toString());
    }
  }

  /** Takes words that wait out of the hands of those who read them, and has them read again. */
  private void askAnew(PublicText text) {
    again(text);
    process.wordsWithdrawn(text.incident(), text.id().toString());
  }

  /**
   * Gives all words of an incident that have a headline another one. What waits for its release
   * with it is read again: the forms of its tasks show the old one.
   */
  void retitle(String incident, String title, String other) {
    var waiting =
        texts.of(incident).stream()
            .filter(text -> text.state() == State.WRITTEN && text.title().equals(title))
            .toList();
    if (texts.retitle(incident, title, other)) {
      waiting.forEach(text -> askAnew(texts.get(text.id())));
    }
    for (var text : texts.pointingTo(incident)) {
      var body = text.body().replace(title, other);
      if (!body.equals(text.body())) {
        texts.reword(text.id(), body);
        page.replace(text.id(), text.title(), body, clock.instant());
      }
    }
  }

  /** Sends words on their way a second time: somebody else has to release them too. */
  void again(PublicText text) {
    texts.move(text.id(), State.WITHDRAWN);
    setOut(
        new PublicText(
            UUID.randomUUID(),
            text.incident(),
            text.kind(),
            State.WRITTEN,
            1,
            text.title(),
            text.body(),
            text.services(),
            text.author(),
            text.writtenAt(),
            text.nextUpdateAt(),
            text.email(),
            text.deadlineAt(),
            clock.instant(),
            null,
            null,
            null,
            null));
  }

  /** Whoever has to post a draft on social media need not once the incident is closed. */
  private void forgetDrafts(IncidentView incident) {
    lastPublished(incident)
        .ifPresent(last -> process.wordsWithdrawn(incident.number(), last.id().toString()));
  }

  /** Takes back what has not gone out yet. */
  void withdraw(IncidentView incident, Predicate<PublicText> which, String why) {
    texts.of(incident.number()).stream()
        .filter(text -> text.state().open())
        .filter(which)
        .forEach(
            text -> {
              texts.move(text.id(), State.WITHDRAWN);
              timeline.add(
                  incident.number(),
                  Actor.ENGINE,
                  "update",
                  "Words for the public taken back, %s: %s".formatted(why, text.body()));
              process.wordsWithdrawn(incident.number(), text.id().toString());
            });
  }

  /** What stands in the place of words that are taken down. */
  Draft instead(PublicText text) {
    return notifications.draft(text.incident(), "taken-down-post", facts(text.services()));
  }

  private Optional<PublicText> lastPublished(IncidentView incident) {
    return texts.of(incident.number()).stream()
        .filter(text -> text.state().out())
        .reduce((first, second) -> second);
  }

  /** What it is called outside: as before, else after the services. Never the title inside. */
  @Override
  public String headline(IncidentView incident) {
    return texts.of(incident.number()).stream()
        .filter(text -> text.state() != State.WITHDRAWN)
        .reduce((first, second) -> second)
        .map(PublicText::title)
        .orElseGet(
            () ->
                notifications.draft(incident.number(), "holding-post", facts(incident)).subject());
  }

  @Override
  public String words(IncidentView incident) {
    return notifications.draft(incident.number(), "public-draft", facts(incident)).body().strip();
  }

  @Override
  public void requireNothingInside(String field, @Nullable String words, String remedy) {
    insideWords.require(field, words == null ? "" : words, remedy);
  }

  /** What was named once is named until the end: readers of it wait to hear how it ended. */
  @Override
  public List<String> services(IncidentView incident) {
    var named = lastPublished(incident).map(PublicText::services).orElse(List.of());
    return Stream.concat(incident.services().stream(), named.stream())
        .distinct()
        .filter(id -> publicName(id).isPresent())
        .toList();
  }

  private List<String> known(List<String> services) {
    services.stream()
        .filter(id -> publicName(id).isEmpty())
        .findFirst()
        .ifPresent(
            id -> {
              throw new InvalidInputException(
                  "services", "'" + id + "' has no public name in the catalog");
            });
    return services.stream().distinct().toList();
  }

  private HashMap<String, Object> facts(IncidentView incident) {
    return facts(services(incident));
  }

  private HashMap<String, Object> facts(List<String> services) {
    var facts = new HashMap<String, Object>();
    var names = services.stream().flatMap(id -> publicName(id).stream()).toList();
    if (!names.isEmpty()) {
      facts.put("publicServices", String.join(", ", names));
    }
    return facts;
  }

  /** What readers call a service; those without such a name are not for them. */
  Optional<String> publicName(String id) {
    return catalog
        .find(id)
        .flatMap(service -> Optional.ofNullable(service.statusPage()))
        .map(Catalog.PublicName::name);
  }

  /** Returns a headline: one line. */
  static String title(String field, String title) {
    var line = title.strip().replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+", " ");
    if (line.isEmpty() || line.length() > MAX_TITLE) {
      throw new InvalidInputException(
          field, "write a headline of at most " + MAX_TITLE + " characters");
    }
    return line;
  }

  private static void requireShort(String field, String text) {
    if (text.length() > Answers.MAX_TEXT) {
      throw new InvalidInputException(
          field, "is longer than " + Answers.MAX_TEXT + " characters; nobody reads that outside");
    }
  }

  private Policy policy(IncidentView incident) {
    return incidents.policyOf(incident);
  }

  private Targets targets(IncidentView incident) {
    return policy(incident).targets(incident.severity());
  }

  /** The words as the fields of a text. */
  static Map<String, Object> fields(PublicText text, List<String> services) {
    var fields = new HashMap<String, Object>();
    fields.put("headline", text.title());
    fields.put("text", text.body());
    fields.put("services", String.join(", ", services));
    fields.put("lastWords", text.kind().afterwards());
    if (text.nextUpdateAt() != null) {
      fields.put("nextUpdate", text.nextUpdateAt());
    }
    return fields;
  }
}
