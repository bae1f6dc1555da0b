package io.tocsin.console;

import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.playbook.PlaybookProgress.Progress;
import io.tocsin.publication.WordsOut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the forms offer, value with its words. */
final class Choices {

  /** How an incident can have been noticed. */
  static final Map<String, String> DETECTED_BY =
      ordered(
          "monitoring", "Our monitoring",
          "externalMonitoring", "External monitoring",
          "customerReport", "A customer's report",
          "employeeReport", "A colleague's report",
          "socialMedia", "Social media",
          "test", "A test");

  /** The kinds that have a playbook. */
  static final Map<String, String> KINDS =
      ordered(
          "service-outage", "Service outage",
          "performance-degradation", "Performance degradation",
          "high-error-rate", "High error rate",
          "database-connections", "Database connections",
          "database-performance", "Database performance",
          "memory-leak", "Memory leak",
          "ddos", "Denial of service",
          "security-incident", "Security incident",
          "certificate-expired", "Expired certificate",
          "data-loss", "Data loss",
          "payment-down", "Payment down",
          "integration-failure", "Integration failure");

  /** How a drill can be held. */
  static final Map<String, String> DRILL_KINDS =
      ordered(
          "simulation", "Full simulation",
          "game-day", "Game day",
          "tabletop", "Tabletop",
          "surprise", "Surprise");

  /** What the lead of a drill can bring in; what breaks a service is not for a tabletop. */
  static final Map<String, String> INJECTS =
      ordered(
          "note", "A message to the team",
          "complaint", "A customer's complaint",
          "alert", "An alert",
          "unreachable", "Somebody cannot be reached",
          "break", "Break a service",
          "slow", "Make a service slow",
          "repair", "Repair a service",
          "fail-rollback", "Let the next rollback fail");

  /** In how long a surprise may come. */
  static final Map<String, String> SURPRISES =
      ordered(
          "PT8H", "within 8 hours",
          "PT24H", "within a day",
          "PT72H", "within three days",
          "PT168H", "within a week",
          "PT336H", "within two weeks");

  static final String PUBLIC = "public";

  /** Whom an update can be written to, in the order of how often it is done. */
  static final Map<String, String> AUDIENCES =
      ordered("internal", "Internal", "executive", "Executives", "public", "Public");

  /** Those whose updates are owed by a clock, with the words on the clock. */
  static final Map<String, String> CLOCKED_AUDIENCES =
      ordered(
          "internal", "Internal update",
          "executive", "Executive update",
          "public", "Public update");

  /** For how long the clocks may be paused; the policy may allow less. */
  static final Map<String, String> PAUSES =
      ordered(
          "PT15M", "for 15 minutes",
          "PT30M", "for 30 minutes",
          "PT1H", "for 1 hour",
          "PT2H", "for 2 hours",
          "PT4H", "for 4 hours");

  /** In how long a next update may be promised. */
  static final Map<String, String> PROMISES =
      ordered(
          "PT15M", "in 15 minutes",
          "PT30M", "in 30 minutes",
          "PT1H", "in 1 hour",
          "PT2H", "in 2 hours",
          "PT4H", "in 4 hours",
          "PT24H", "in 24 hours");

  /** What the choice of an escalation begins with: a ladder, or one of its rungs. */
  static final String LADDER = "ladder:";

  static final String STEP = "step:";

  /** Leaves the playbook that is followed. */
  static final String NO_PLAYBOOK = "none";

  /** Characters of a text that tell it from others. */
  private static final int SHOWN = 80;

  private Choices() {}

  /** Returns the audiences with what becomes of words for the public. */
  static Map<String, String> audiences(String wayOfPublicWords) {
    var choices = new LinkedHashMap<>(AUDIENCES);
    choices.computeIfPresent(PUBLIC, (audience, words) -> words + ": " + wayOfPublicWords);
    return choices;
  }

  /** Returns what fits with the reasons, then every other playbook, but not the one followed. */
  static Map<String, String> playbooks(Progress progress, List<Model> all) {
    var choices = new LinkedHashMap<String, String>();
    progress
        .proposals()
        .forEach(fit -> choices.put(fit.playbook(), fit.title() + ": " + fit.reason()));
    all.forEach(model -> choices.putIfAbsent(model.id(), model.title()));
    if (progress.following() == null) {
      choices.put(NO_PLAYBOOK, "None: the work goes on without");
    } else {
      choices.remove(progress.following().playbook());
      choices.put(NO_PLAYBOOK, "None: leave " + progress.following().title());
    }
    return choices;
  }

  /** Returns the ladders that have something to ask for, each followed by its rungs. */
  static Map<String, String> rungs(List<Rung> rungs) {
    var choices = new LinkedHashMap<String, String>();
    var askable = rungs.stream().filter(Rung::requestable).toList();
    for (var ladder : askable.stream().map(Rung::ladder).distinct().toList()) {
      var name = ladder.substring(0, 1).toUpperCase(Locale.ROOT) + ladder.substring(1);
      choices.put(LADDER + ladder, name + ": the next step");
      askable.stream()
          .filter(rung -> rung.ladder().equals(ladder))
          .forEach(rung -> choices.put(STEP + rung.step(), name + ": " + rung.title()));
    }
    return choices;
  }

  /** Returns what is out, with the time and the beginning of its words. */
  static Map<String, String> posts(List<WordsOut> out) {
    var words = new Words();
    var choices = new LinkedHashMap<String, String>();
    for (var post : out) {
      var text = (post.title() + ". " + post.text()).replaceAll("\\s+", " ");
      choices.put(
          post.id().toString(),
          words.minute(post.publishedAt())
              + ": "
              + (text.length() <= SHOWN ? text : text.substring(0, SHOWN).strip() + "…"));
    }
    return choices;
  }

  private static Map<String, String> ordered(String... valuesAndWords) {
    var choices = new LinkedHashMap<String, String>();
    for (var pair = List.of(valuesAndWords); !pair.isEmpty(); pair = pair.subList(2, pair.size())) {
      choices.put(pair.get(0), pair.get(1));
    }
    return choices;
  }
}
