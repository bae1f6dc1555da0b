package io.tocsin.console;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.PublicDetails;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.playbook.PlaybookCommands;
import io.tocsin.problem.NotFoundException;
import io.tocsin.publication.InsideWords;
import io.tocsin.publication.TakeDown;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The commands of the API as forms of the page: when each makes sense, what it does. */
enum Command {
  ACKNOWLEDGE(
      "Acknowledge",
      incident -> incident.status().responding() && incident.takenAt() == null,
      Command::take),
  UPDATE("Write an update", "The update is written and on its way.", Command::open, Command::write),
  ASK(
      "Ask for an update",
      "Asked for. The task to write it opens now.",
      Command::responding,
      run ->
          run.commands()
              .askForUpdate(
                  run.number(),
                  run.entered().text("audience"),
                  run.entered().text("reason"),
                  run.actor())),
  SEVERITY(
      "Set the severity",
      "The severity is set.",
      Command::open,
      run ->
          run.commands()
              .severity(
                  run.number(),
                  run.entered().text("level"),
                  run.entered().text("reason"),
                  run.actor())),
  KIND(
      "Change the kind",
      "The kind is changed. Which playbook fits is looked at anew.",
      Command::responding,
      run ->
          run.commands()
              .kind(
                  run.number(),
                  run.entered().text("kind"),
                  run.entered().text("reason"),
                  run.actor())),
  ROLE(
      "Give a role",
      "The role is given.",
      Command::open,
      run ->
          run.commands()
              .role(
                  run.number(),
                  Role.of(run.entered().text("role")),
                  run.entered().text("person"),
                  run.actor())),
  STATUS(
      "Change the status",
      "The status is changed.",
      Command::responding,
      run ->
          run.commands()
              .status(
                  run.number(),
                  Status.of(run.entered().text("status")),
                  run.entered().text("reason"),
                  run.actor())),
  PLAYBOOK(
      "Choose the playbook",
      "The playbook is chosen.",
      Command::responding,
      run ->
          run.playbooks()
              .choose(
                  run.number(),
                  playbook(run.entered().text("playbook")),
                  run.entered().text("reason"),
                  run.actor())),
  ESCALATE(
      "Escalate",
      "Asked for. The step is taken now.",
      Command::responding,
      run ->
          run.commands()
              .escalate(
                  run.number(),
                  run.entered().text("reason"),
                  chosen(run, Choices.LADDER),
                  chosen(run, Choices.STEP),
                  run.actor())),
  PAUSE(
      "Pause the clocks",
      "The clocks are paused.",
      Command::responding,
      run ->
          run.commands()
              .pause(
                  run.number(),
                  run.entered().requiredAhead("until", run.clock()),
                  run.entered().text("reason"),
                  run.actor())),
  RESUME(
      "Resume the clocks",
      "The clocks run again.",
      incident -> incident.status().responding() && incident.pauseReason() != null,
      run -> run.commands().resume(run.number(), run.entered().text("reason"), run.actor())),
  RESOLVE(
      "Resolve",
      "Noted. The health gate decides now; its verdict appears on the timeline.",
      Command::responding,
      run -> run.commands().resolve(run.number(), run.entered().text("resolution"), run.actor())),
  REOPEN(
      "Reopen",
      "Reopened.",
      incident -> incident.status() == Status.MONITORING || incident.status() == Status.RESOLVED,
      run -> run.commands().reopen(run.number(), run.entered().text("reason"), run.actor())),
  MERGE(
      "Merge",
      "Merged.",
      Command::dismissible,
      run -> run.commands().merge(run.number(), run.entered().text("into"), run.actor())),
  DISMISS(
      "Dismiss",
      "Dismissed.",
      Command::dismissible,
      run -> run.commands().dismiss(run.number(), run.entered().text("reason"), run.actor())),
  SECURITY(
      "Mark as a security incident",
      "Restricted: from now on only named people read it.",
      incident -> open(incident) && !incident.security(),
      run -> run.commands().security(run.number(), run.entered().text("reason"), run.actor())),
  TAKEDOWN("Take down a post", incident -> true, Command::takeDown),
  NAME(
      "Name a person",
      "Named.",
      IncidentView::security,
      run ->
          run.commands()
              .name(
                  run.number(),
                  run.entered().text("person"),
                  run.entered().text("reason"),
                  run.actor())),
  NOTE(
      "Add a note",
      "Noted.",
      incident -> true,
      run -> run.commands().note(run.number(), run.entered().text("text"), run.actor()));

  private static final String INSIST = "tick the box to say it all the same";

  /** One run of a command. */
  record Run(
      IncidentCommands commands,
      PlaybookCommands playbooks,
      InsideWords insideWords,
      TakeDown takeDown,
      String number,
      Entered entered,
      Actor actor,
      Clock clock) {}

  @FunctionalInterface
  private interface Effect {
    void of(Run run);
  }

  /** An effect that says itself what came of it. */
  @FunctionalInterface
  private interface Answer {
    String to(Run run);
  }

  private final String title;
  private final Predicate<IncidentView> sensible;
  private final Answer answer;

  Command(String title, String done, Predicate<IncidentView> sensible, Effect effect) {
    this(
        title,
        sensible,
        run -> {
          effect.of(run);
          return done;
        });
  }

  Command(String title, Predicate<IncidentView> sensible, Answer answer) {
    this.title = title;
    this.sensible = sensible;
    this.answer = answer;
  }

  /**
   * Reads the last part of a form's address.
   *
   * @throws NotFoundException when there is no such command
   */
  static Command of(String key) {
    return Arrays.stream(values())
        .filter(command -> command.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("There is no command '" + key + "'"));
  }

  /** Returns the commands that make sense as an incident stands. */
  static List<Command> sensible(IncidentView incident) {
    return Arrays.stream(values()).filter(command -> command.sensible.test(incident)).toList();
  }

  /** Does it, and returns what to say of it. */
  String run(Run run) {
    return answer.to(run);
  }

  /** Returns the last part of the form's address. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the words on the button. */
  public String title() {
    return title;
  }

  /** Whoever comes too late must not believe that it is theirs. */
  private static String take(Run run) {
    var taken = run.commands().take(run.number(), run.actor());
    return switch (taken.taker()) {
      case NOW -> "Acknowledged.";
      case BEFORE -> "You have taken it already.";
      case OTHER -> taken.name() + " has taken it already.";
    };
  }

  /** What everybody reads is asked for twice when it holds what is of the house. */
  private static void write(Run run) {
    var entered = run.entered();
    var audience = entered.text("audience");
    var text = entered.text("text");
    var title = entered.optional("title");
    var toEverybody = audience.equals(Choices.PUBLIC);
    if (toEverybody && entered.optional("insist") == null) {
      run.insideWords().require("text", text, INSIST);
      run.insideWords().require("title", title == null ? "" : title, INSIST);
    }
    run.commands()
        .update(
            run.number(),
            audience,
            text,
            entered.ahead("nextUpdateAt", run.clock()),
            toEverybody
                ? new PublicDetails(title, null, entered.optional("email") != null)
                : PublicDetails.NONE,
            run.actor());
  }

  private static String takeDown(Run run) {
    var entered = run.entered();
    var mailed =
        run.takeDown()
            .takeDown(run.number(), entered.id("post"), entered.text("reason"), run.actor());
    return mailed
        ? "Taken down. Customers were mailed of it before: say in the next update what is right."
        : "Taken down. Say in the next update what is right.";
  }

  /** The choice is a whole ladder or one of its rungs; the value says which. */
  private static @Nullable String chosen(Run run, String kind) {
    var rung = run.entered().optional("rung");
    return rung != null && rung.startsWith(kind) ? rung.substring(kind.length()) : null;
  }

  private static @Nullable String playbook(String chosen) {
    return chosen.equals(Choices.NO_PLAYBOOK) ? null : chosen;
  }

  private static boolean open(IncidentView incident) {
    return !incident.status().over();
  }

  private static boolean responding(IncidentView incident) {
    return incident.status().responding();
  }

  private static boolean dismissible(IncidentView incident) {
    return incident.status().next().contains(Status.DISMISSED);
  }
}
