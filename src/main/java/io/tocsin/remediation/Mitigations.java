package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Action;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The rounds of choosing a mitigation: what was offered, chosen, approved and done by hand. */
@Service
@Transactional
class Mitigations {

  static final String KIND = "action";

  /**
   * What was chosen in a round.
   *
   * @param approvalNeeded whether the commander must approve it first
   */
  record Choice(
      Mitigation mitigation, boolean approvalNeeded, String chosenBy, @Nullable String reason) {

    /** Returns what a person reads who is to approve or to do it. */
    String summary() {
      return mitigation.title() + "\nChosen by " + chosenBy + (reason == null ? "" : ": " + reason);
    }
  }

  private final Incidents incidents;
  private final MitigationOptions options;
  private final Catalog catalog;
  private final Timeline timeline;
  private final JdbcClient jdbc;

  Mitigations(
      Incidents incidents,
      MitigationOptions options,
      Catalog catalog,
      Timeline timeline,
      JdbcClient jdbc) {
    this.incidents = incidents;
    this.options = options;
    this.catalog = catalog;
    this.timeline = timeline;
    this.jdbc = jdbc;
  }

  /**
   * Opens the next round.
   *
   * @return its number, counted over the whole incident: it is part of the key of the action's run,
   *     and after a reopening the same action may run again
   */
  public int propose(String number) {
    var round =
        jdbc.sql("select coalesce(max(round), 0) + 1 from mitigation_option where incident = ?")
            .param(number)
            .query(Integer.class)
            .single();
    var position = 0;
    for (var option : triedLast(number, options.of(incidents.get(number)))) {
      jdbc.sql(
              "insert into mitigation_option (incident, round, position, value, label)"
                  + " values (?, ?, ?, ?, ?) on conflict do nothing")
          .params(number, round, position++, option.value(), option.label())
          .update();
    }
    return round;
  }

  /** What did not make it healthy in a round before gives way to the next option. */
  private List<Mitigation> triedLast(String number, List<Mitigation> options) {
    var tried = tried(number);
    var fresh = options.stream().filter(option -> !tried.contains(option.value())).toList();
    var again =
        options.stream()
            .filter(option -> tried.contains(option.value()))
            .map(
                option ->
                    new Mitigation(
                        option.value(), option.title() + Mitigation.BECAUSE + "tried already"));
    return Stream.concat(fresh.stream(), again).toList();
  }

  /** Actions that were run, and what was chosen to be done by hand. "Something else" stays new. */
  private Set<String> tried(String number) {
    return Set.copyOf(
        jdbc.sql(
                "select service || ':' || action from action_run where incident = ?"
                    + " and coalesce(output, '') not like 'Refused:%'"
                    + " union select value from mitigation_option where incident = ?"
                    + " and chosen_by is not null and value like 'manual:%'"
                    + " and value <> 'manual:overrule'")
            .params(number, number)
            .query(String.class)
            .list());
  }

  /** Returns what is offered in a round, the best bet first. */
  public List<Mitigation> offered(String number, int round) {
    return jdbc.sql(
            "select value, label from mitigation_option where incident = ? and round = ?"
                + " order by position")
        .params(number, round)
        .query((row, n) -> new Mitigation(row.getString("value"), row.getString("label")))
        .list();
  }

  /** Returns the last that was done or decided before, for whoever chooses again. */
  public Optional<String> before(String number, int round) {
    return round == 1 ? Optional.empty() : timeline.last(number, KIND).map(entry -> entry.text());
  }

  /** Takes one of the offered mitigations; the incident is being mitigated from now on. */
  public Choice choose(
      String number, int round, String value, @Nullable String reason, Actor actor) {
    var known =
        jdbc.sql(
                    "update mitigation_option set chosen_by = ?, reason = ?"
                        + " where incident = ? and round = ? and value = ?")
                .params(actor.id(), reason, number, round, value)
                .update()
            == 1;
    if (!known) {
      throw new InvalidInputException(
          "mitigation", "'" + value + "' was not offered; choose one of the list");
    }
    var choice = chosen(number, round, value);
    timeline.add(
        number,
        actor,
        KIND,
        "Chosen: " + choice.mitigation().title() + (reason == null ? "" : ". " + reason));
    if (incidents.lock(number).status().responding()) {
      incidents.moveTo(number, Status.MITIGATING, null, actor);
    }
    return choice;
  }

  /** Returns what was chosen. By the record: a process variable can be sent along with any form. */
  public Choice chosen(String number, int round, String value) {
    return jdbc.sql(
            "select value, label, chosen_by, reason from mitigation_option"
                + " where incident = ? and round = ? and value = ? and chosen_by is not null")
        .params(number, round, value)
        .query(
            (row, n) -> {
              var mitigation = new Mitigation(row.getString("value"), row.getString("label"));
              return new Choice(
                  mitigation,
                  // A chosen action that has left the catalog meanwhile fails when it is run.
                  action(mitigation).map(Action::approval).orElse(false),
                  row.getString("chosen_by"),
                  row.getString("reason"));
            })
        .optional()
        .orElseThrow(
            () -> new InvalidInputException("mitigation", "'" + value + "' was not chosen"));
  }

  /** Notes what a person did by hand. */
  public void applied(String number, String text, Actor actor) {
    timeline.add(number, actor, KIND, "Applied by hand: " + text);
    incidents.helped(number, text);
  }

  private Optional<Action> action(Mitigation mitigation) {
    return mitigation.automated()
        ? catalog
            .find(mitigation.service())
            .flatMap(service -> Optional.ofNullable(service.actions().get(mitigation.action())))
        : Optional.empty();
  }
}
