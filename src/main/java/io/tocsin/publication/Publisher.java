package io.tocsin.publication;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.Timeline;
import io.tocsin.incident.UpdateClock;
import io.tocsin.notification.Notifications;
import io.tocsin.policy.Targets;
import io.tocsin.publication.PublicText.Kind;
import io.tocsin.publication.PublicText.State;
import io.tocsin.statuspage.PublicPost;
import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.statuspage.StatusPage;
import io.tocsin.wall.DrillWall;
import io.tocsin.wall.Exit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts released words where the public reads them. Each step can be run again. */
@Service
@Transactional
class Publisher {

  private static final String EVENT = "status-update-public";
  private static final String RESOLVED = "resolved";

  private final PublicTexts texts;
  private final Writing writing;
  private final Release release;
  private final Incidents incidents;
  private final UpdateClock updateClock;
  private final StatusPage page;
  private final Notifications notifications;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final DrillWall wall;
  private final Clock clock;

  Publisher(
      PublicTexts texts,
      Writing writing,
      Release release,
      Incidents incidents,
      UpdateClock updateClock,
      StatusPage page,
      Notifications notifications,
      Timeline timeline,
      ResponseProcess process,
      DrillWall wall,
      Clock clock) {
    this.texts = texts;
    this.writing = writing;
    this.release = release;
    this.incidents = incidents;
    this.updateClock = updateClock;
    this.page = page;
    this.notifications = notifications;
    this.timeline = timeline;
    this.process = process;
    this.wall = wall;
    this.clock = clock;
  }

  /** Posts the words and tells those inside who answer for them. */
  void post(UUID id) {
    var incident = incidents.lock(texts.get(id).incident());
    var text = texts.get(id);
    if (text.state() != State.RELEASED) {
      return;
    }
    if (!release.released(text)) {
      // It has become a matter of security since.
      writing.again(text);
      return;
    }
    var now = clock.instant();
    var before =
        texts.of(incident.number()).stream()
            .filter(other -> other.state().out())
            .reduce((first, second) -> second);
    texts.published(id, now);
    var targets = targets(incident);
    // What is on the page already is followed there to its end, whatever it has become inside.
    var onPage =
        targets.text("statusPage").filter("none"::equals).isEmpty()
            || page.link(incident.number()).isPresent();
    if (onPage && wall.permits(incident, Exit.STATUS_PAGE)) {
      page.post(
          new PublicPost(
              id,
              incident.number(),
              status(incident, text),
              text.title(),
              text.body(),
              text.services(),
              incident.severity(),
              now,
              nextUpdate(incident, text),
              targets.yes("inAppBanner")));
    }
    timeline.add(
        incident.number(),
        Actor.ENGINE,
        "update",
        "%s: %s. %s"
            .formatted(
                !wall.permits(incident, Exit.STATUS_PAGE)
                    ? "A drill, so the public does not read this"
                    : onPage ? "On the status page" : "Released for the public",
                text.title(),
                text.body()));
    // Whoever reads them now must not be told older ones afterwards.
    writing.withdraw(incident, other -> overtakes(incident, text, other), "newer ones are out");
    before.ifPresent(old -> process.wordsWithdrawn(incident.number(), old.id().toString()));
    notifications.tell(incident.number(), EVENT, id.toString(), fields(text));
    process.clocksChanged(incident.number());
  }

  private @Nullable Instant nextUpdate(IncidentView incident, PublicText text) {
    if (text.kind().afterwards() || !incident.status().responding()) {
      return null;
    }
    var promised = text.nextUpdateAt();
    return promised != null && promised.isAfter(clock.instant())
        ? promised
        : updateClock.dueAt(incident, StatusUpdates.PUBLIC).orElse(null);
  }

  private static PublicStatus status(IncidentView incident, PublicText text) {
    return switch (text.kind()) {
      case SUMMARY -> PublicStatus.POSTMORTEM;
      case RESOLUTION, DISMISSAL -> PublicStatus.RESOLVED;
      case HOLDING, UPDATE -> status(incident.status());
    };
  }

  /** Ours has more words than readers need. */
  private static PublicStatus status(Status status) {
    return switch (status) {
      case INVESTIGATING -> PublicStatus.INVESTIGATING;
      case IDENTIFIED, MITIGATING -> PublicStatus.IDENTIFIED;
      case MONITORING -> PublicStatus.MONITORING;
      case RESOLVED, CLOSED, DISMISSED -> PublicStatus.RESOLVED;
    };
  }

  /**
   * Whether the customers get the words by e-mail.
   *
   * @param state none, now or later
   * @param at when, if later
   */
  record MailPlan(String state, @Nullable Instant at) {

    static final MailPlan NONE = new MailPlan("none", null);
    static final MailPlan NOW = new MailPlan("now", null);
  }

  MailPlan planMail(UUID id) {
    var text = texts.get(id);
    var incident = incidents.lock(text.incident());
    for (text = texts.get(id); !text.incident().equals(incident.number()); text = texts.get(id)) {
      // A merge has handed it over while we waited.
      incident = incidents.lock(text.incident());
    }
    return plan(incident, text, texts.of(incident.number()));
  }

  private MailPlan plan(IncidentView incident, PublicText text, List<PublicText> all) {
    var published = text.publishedAt();
    if (!wall.permits(incident, Exit.CUSTOMERS)
        || published == null
        || text.state() == State.TAKEN_DOWN
        || text.mailedAt() != null
        || overtaken(incident, text, all)) {
      return MailPlan.NONE;
    }
    var heard = all.stream().anyMatch(other -> other.mailedAt() != null);
    if (text.kind() == Kind.SUMMARY && !heard) {
      // Who never read of it wants to read no review of it.
      return MailPlan.NONE;
    }
    var theEnd = text.kind().afterwards() || tellsTheEnd(incident, text, all);
    var again = takesBackTheEnd(incident, text, all);
    // Whoever read of it by mail reads how it ended, whatever it has become inside.
    if (!(heard && (theEnd || again)) && !wanted(targets(incident), text)) {
      return MailPlan.NONE;
    }
    if (heard && again) {
      return MailPlan.NOW;
    }
    var from = mailsFrom(incident);
    if (incident.status().responding()) {
      return clock.instant().isBefore(from) ? new MailPlan("later", from) : MailPlan.NOW;
    }
    // It was over before it was worth a mail.
    return heard || (text.kind().last() && !endedBefore(incident, from))
        ? MailPlan.NOW
        : MailPlan.NONE;
  }

  /**
   * Whoever is mailed these must not be mailed older ones afterwards. Mails that it is over still
   * hold as long as it is.
   */
  private void stopOvertaken(IncidentView incident, PublicText text, List<PublicText> all) {
    var stopped =
        all.stream()
            .filter(old -> old.mailedAt() != null && overtakes(incident, text, old))
            .filter(old -> incident.status().responding() || !outAfterwards(incident, old))
            .mapToInt(old -> stopMails(old, text))
            .sum();
    if (stopped > 0) {
      timeline.add(
          incident.number(),
          Actor.ENGINE,
          "update",
          "Mails to customers that were still to be sent are not sent, since newer words are out: "
              + stopped);
    }
  }

  private int stopMails(PublicText old, PublicText text) {
    var round = old.id().toString();
    var stopped = notifications.stopOvertaken(round, text.id().toString());
    if (stopped > 0 && !notifications.customersHave(round)) {
      texts.unmailed(old.id());
    }
    return stopped;
  }

  /** The first words after a reopening: until then readers believe that it is over. */
  private static boolean takesBackTheEnd(
      IncidentView incident, PublicText text, List<PublicText> all) {
    return incident.status().responding()
        && Writing.sinceReopened(incident, text)
        && all.stream()
            .filter(other -> other.state() == State.PUBLISHED || other.mailedAt() != null)
            .filter(other -> !other.id().equals(text.id()))
            .noneMatch(other -> Writing.sinceReopened(incident, other));
  }

  private static boolean overtaken(IncidentView incident, PublicText text, List<PublicText> all) {
    return all.stream()
        .filter(other -> other.state() == State.PUBLISHED)
        .anyMatch(other -> overtakes(incident, other, text));
  }

  /**
   * What happened is told beside how it goes: it does not say that it is over for those who still
   * have to read that, and stands until it goes on or another review says otherwise.
   */
  private static boolean overtakes(IncidentView incident, PublicText newer, PublicText older) {
    if (!older.writtenAt().isBefore(newer.writtenAt())) {
      return false;
    }
    return newer.kind() == Kind.SUMMARY
        ? !older.kind().last()
        : older.kind() != Kind.SUMMARY
            || incident.status().responding()
            || !Writing.sinceResolved(incident, older.writtenAt());
  }

  private static boolean wanted(Targets targets, PublicText text) {
    return switch (targets.text("customerEmail").orElse("no")) {
      case "yes" -> true;
      case "optional" -> text.email();
      default -> false;
    };
  }

  /** How long it must have lasted, from its declaration or its last reopening. */
  private Instant mailsFrom(IncidentView incident) {
    var since = incident.respondingSince();
    return targets(incident)
        .deadline("customerEmailAfter")
        .filter(after -> !after.immediate())
        .map(after -> incidents.policyOf(incident).due(after, since))
        .orElse(since);
  }

  private static boolean endedBefore(IncidentView incident, Instant from) {
    var resolved = incident.resolvedAt();
    return resolved == null || resolved.isBefore(from);
  }

  /** Sends the words to the customers, once. A list that cannot be read fails the step. */
  void mail(UUID id) {
    var text = texts.get(id);
    var all = texts.of(text.incident());
    // Not the record that others wait for: a list may take its time.
    var incident = incidents.get(text.incident());
    if (text.state() == State.TAKEN_DOWN || overtaken(incident, text, all)) {
      // A list was down for long: nobody wants to read what is no longer so.
      return;
    }
    var services = concerned(incident, text, all);
    var fields = fields(text);
    var told =
        events(incident, text, all).stream()
            .anyMatch(
                event ->
                    notifications.tellCustomers(
                        incident.number(), event, id.toString(), services, fields));
    if (!told) {
      return;
    }
    // Whoever mails newer words from here on finds these mailed, and stops their mails.
    var now = incidents.lock(incident.number());
    all = texts.of(incident.number());
    if (overtaken(now, text, all)) {
      throw new IllegalStateException(
          "Newer words are out since their mails were made; nothing of them is sent");
    }
    if (texts.mailed(id, clock.instant())) {
      stopOvertaken(now, text, all);
    } else if (texts.get(id).mailedAt() == null) {
      throw new IllegalStateException(
          "The words were taken down while their mails were made; nothing of them is sent");
    }
  }

  /** As what customers may get the words: the first of which the policy tells them counts. */
  private static List<String> events(IncidentView incident, PublicText text, List<PublicText> all) {
    if (text.kind() == Kind.RESOLUTION) {
      return List.of(RESOLVED);
    }
    return tellsTheEnd(incident, text, all) ? List.of(RESOLVED, EVENT) : List.of(EVENT);
  }

  /**
   * When it is over, or not over after all, whoever was mailed of it is concerned too, whatever
   * they were mailed of.
   */
  private static List<String> concerned(
      IncidentView incident, PublicText text, List<PublicText> all) {
    if (incident.status().responding() && !takesBackTheEnd(incident, text, all)) {
      return text.services();
    }
    var mailed =
        all.stream()
            .filter(other -> other.mailedAt() != null)
            .flatMap(other -> other.services().stream());
    return Stream.concat(text.services().stream(), mailed).distinct().toList();
  }

  /** Words of after the resolution take its place where nobody was mailed of it. */
  private static boolean tellsTheEnd(IncidentView incident, PublicText text, List<PublicText> all) {
    return outAfterwards(incident, text)
        && all.stream()
            .filter(other -> !other.id().equals(text.id()))
            .filter(other -> outAfterwards(incident, other))
            .allMatch(other -> other.mailedAt() == null);
  }

  private static boolean outAfterwards(IncidentView incident, PublicText text) {
    var resolved = incident.resolvedAt();
    var published = text.publishedAt();
    return resolved != null && published != null && !published.isBefore(resolved);
  }

  boolean socialDraft(UUID id) {
    var text = texts.get(id);
    var incident = incidents.get(text.incident());
    return wall.permits(incident, Exit.SOCIAL_MEDIA)
        && text.state() == State.PUBLISHED
        && text.kind() != Kind.SUMMARY
        && targets(incident).yes("socialDraft");
  }

  private Map<String, Object> fields(PublicText text) {
    var names =
        text.services().stream().flatMap(service -> writing.publicName(service).stream()).toList();
    var fields = Writing.fields(text, names);
    if (text.kind() == Kind.SUMMARY) {
      // As the file of the summary calls it: the title alone reads like news.
      var subject = notifications.draft(text.incident(), "summary-post", fields).subject();
      fields.put("headline", subject);
      page.summaryLink(text.incident()).ifPresent(link -> fields.put("link", link));
    } else {
      page.link(text.incident()).ifPresent(link -> fields.put("link", link));
    }
    return fields;
  }

  private Targets targets(IncidentView incident) {
    return incidents.policyOf(incident).targets(incident.severity());
  }
}
