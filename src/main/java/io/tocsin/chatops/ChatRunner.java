package io.tocsin.chatops;

import static io.tocsin.slack.SlackText.escape;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentCommands.Taker;
import io.tocsin.incident.IncidentFilter;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Responders;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.incident.StatusUpdates;
import io.tocsin.incident.Timeline;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.people.Rotas;
import io.tocsin.playbook.PlaybookCommands;
import io.tocsin.publication.InsideWords;
import io.tocsin.publication.Releases;
import io.tocsin.publication.WaitingWords;
import io.tocsin.slack.IncidentChannels;
import io.tocsin.slack.SlackText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** Does what was asked for, as the person who asked. */
@Service
class ChatRunner {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final String LEAVE = "leave";

  /** Where a reason may be left out, and the timeline wants one. */
  private static final String IN_THE_CHAT = "Said in the chat";

  private static final int LAST_LINES = 10;
  private static final int MAX_LINE = 200;
  private static final int MAX_OPEN = 50;
  private static final int MAX_WORDS = 1_500;

  private final IncidentCommands commands;
  private final Incidents incidents;
  private final Access access;
  private final Timeline timeline;
  private final IncidentProperties properties;
  private final IncidentChannels rooms;
  private final People people;
  private final Rotas rotas;
  private final Releases releases;
  private final InsideWords insideWords;
  private final PlaybookCommands playbooks;
  private final ChatGuide guides;

  ChatRunner(
      IncidentCommands commands,
      Incidents incidents,
      Access access,
      Timeline timeline,
      IncidentProperties properties,
      IncidentChannels rooms,
      People people,
      Rotas rotas,
      Releases releases,
      InsideWords insideWords,
      PlaybookCommands playbooks,
      ChatGuide guides) {
    this.commands = commands;
    this.incidents = incidents;
    this.access = access;
    this.timeline = timeline;
    this.properties = properties;
    this.rooms = rooms;
    this.people = people;
    this.rotas = rotas;
    this.releases = releases;
    this.insideWords = insideWords;
    this.playbooks = playbooks;
    this.guides = guides;
  }

  /**
   * Returns who a member of the workspace is.
   *
   * @throws NotUnderstoodException when the directory does not know them
   */
  Person person(String slackUser) {
    return bySlackId(slackUser)
        .orElseThrow(
            () ->
                new NotUnderstoodException(
                    "Tocsin does not know who you are: nobody in the directory has your Slack id"
                        + " %s. Ask an operator to set it as slack-id of your entry in"
                            .formatted(slackUser)
                        + " tocsin.people.persons"));
  }

  /**
   * Does what was asked for.
   *
   * @param channel where it was asked
   * @throws NotUnderstoodException when it is not theirs to ask or nobody knows what is meant
   */
  Reply run(Asked asked, Person person, String channel) {
    if (asked.forResponders() && Collections.disjoint(person.groups(), Responders.GROUPS)) {
      throw new NotUnderstoodException(
          "Only responders command incidents, and you are in none of their groups. Ask an operator"
              + " to add you to one, such as responder");
    }
    return switch (asked.verb()) {
      case HELP -> help(asked.word());
      case ONCALL -> onCall(asked.word());
      case DECLARE -> declare(asked, person);
      default -> {
        var found = incident(asked, person, channel);
        var reply = run(asked, found.incident(), person);
        yield new Reply(found.note() + reply, found.incident().number());
      }
    };
  }

  /** An incident, and how it was found where that was not said. */
  private record Found(IncidentView incident, String note) {}

  private String run(Asked asked, IncidentView incident, Person person) {
    var number = incident.number();
    var actor = Actor.chat(person.id());
    var role = asked.verb().role();
    if (role != null) {
      var who = named(requireNonNull(asked.word()), person);
      commands.role(number, role, who.id(), actor);
      return said(number, "%s is %s".formatted(who.name(), role.title()));
    }
    return switch (asked.verb()) {
      case ACK -> {
        var taken = commands.take(number, actor);
        if (asked.text() != null) {
          commands.note(number, asked.text(), actor);
        }
        yield said(
            number,
            taken.taker() == Taker.NOW
                ? "acknowledged by " + person.name()
                : taken.name() + " has taken it already");
      }
      case SEVERITY -> {
        var now = commands.severity(number, requireNonNull(asked.word()), text(asked), actor);
        yield said(number, "severity " + now.severityLabel());
      }
      case KIND -> {
        var kind = playbook(asked, "kind of incident");
        commands.kind(number, kind.playbook().id(), kind.reason(), actor);
        yield said(number, "kind " + kind.playbook().title());
      }
      case PLAYBOOK -> {
        if (asked.word() == null) {
          yield guides.shown(incident);
        }
        if (asked.word().equalsIgnoreCase(LEAVE)) {
          var reason = requireNonNullElse(asked.text(), IN_THE_CHAT);
          theirs("choose", () -> playbooks.choose(number, null, reason, actor));
          yield said(number, "no playbook is followed");
        }
        var wanted = playbook(asked, "playbook");
        theirs(
            "choose",
            () -> playbooks.choose(number, wanted.playbook().id(), wanted.reason(), actor));
        yield said(number, "playbook " + wanted.playbook().title());
      }
      case NOTE -> {
        commands.note(number, text(asked), actor);
        yield said(number, "noted");
      }
      case UPDATE -> {
        var audience = requireNonNull(asked.word());
        var typed = text(asked);
        var words = Grammar.withoutInsisting(typed);
        if (audience.equals(StatusUpdates.PUBLIC) && words.equals(typed)) {
          insideWords.require("text", words, "end it with --anyway");
        }
        var way =
            audience.equals(StatusUpdates.PUBLIC) ? ", " + releases.way(number, actor.id()) : "";
        commands.update(number, audience, words, null, actor);
        yield said(number, "update (" + audience + ") written" + way);
      }
      case RELEASE -> {
        if (asked.word() == null) {
          yield waiting(number);
        }
        var words = marked(number, asked.word());
        theirs(
            "release",
            () -> releases.release(number, words.id(), words.revision(), null, null, actor));
        yield said(number, "words released");
      }
      case SEND_BACK -> {
        var words = marked(number, requireNonNull(asked.word()));
        theirs(
            "release",
            () -> releases.sendBack(number, words.id(), words.revision(), text(asked), actor));
        yield said(number, "words sent back");
      }
      case ESCALATE -> {
        commands.escalate(number, text(asked), asked.ladder(), asked.step(), actor);
        yield said(number, "escalation asked for");
      }
      case STATUS -> {
        if (asked.word() == null) {
          yield status(incident);
        }
        commands.status(number, Status.of(asked.word()), text(asked), actor);
        yield said(number, "status " + asked.word());
      }
      case RESOLVE -> {
        commands.resolve(number, text(asked), actor);
        yield said(number, "said to be resolved; the health gate decides");
      }
      case REOPEN -> {
        commands.reopen(number, text(asked), actor);
        yield said(number, "reopened");
      }
      case DISMISS -> {
        commands.dismiss(number, text(asked), actor);
        yield said(
            number,
            "dismissed. It cannot be reopened, and its alerts that still fire call nobody until they"
                + " fire anew or become worse");
      }
      case MERGE -> {
        var into = readable(requireNonNull(asked.word()), person).number();
        commands.merge(number, into, actor);
        yield said(number, "merged into " + into);
      }
      case TIMELINE -> lines(incident);
      default -> throw new IllegalStateException("Not a command to an incident: " + asked.verb());
    };
  }

  private String waiting(String number) {
    var words = releases.waiting(number);
    return words.isEmpty()
        ? said(number, "no words for the public wait for a release")
        : words.stream()
            .map(
                one ->
                    "*%s* (`%s`, waits for %s)\n%s\n`/incident release %s %s` lets it out"
                        .formatted(
                            escape(one.title()),
                            mark(one),
                            escape(String.join(" and ", one.approvers())),
                            escape(cut(one.text(), MAX_WORDS)),
                            number,
                            mark(one)))
            .collect(Collectors.joining("\n\n"));
  }

  /** Words by their mark, which is another one once they are changed. */
  private WaitingWords marked(String number, String mark) {
    return releases.waiting(number).stream()
        .filter(words -> mark(words).equalsIgnoreCase(mark))
        .findFirst()
        .orElseThrow(
            () ->
                new NotUnderstoodException(
                    "No words of that mark wait; they may have changed. `/incident release %s` shows them"
                        .formatted(number)));
  }

  private static String mark(WaitingWords words) {
    return words.id().toString().substring(0, 6) + "-" + words.revision();
  }

  private static void theirs(String verb, Runnable decision) {
    try {
      decision.run();
    } catch (AccessDeniedException e) {
      throw new NotUnderstoodException("That is not yours to " + verb + ". " + e.getMessage());
    }
  }

  /** A playbook that was named, and what was said after its name. */
  private record Named(Model playbook, String reason) {}

  /** By id or title, which may be of several words: the longest name that fits. */
  private Named playbook(Asked asked, String what) {
    var said = (asked.word() + " " + requireNonNullElse(asked.text(), "")).strip();
    var all = playbooks.all();
    return all.stream()
        .flatMap(model -> Stream.of(model.id(), model.title()).map(name -> Map.entry(name, model)))
        .filter(name -> begins(said, name.getKey()))
        .max(Comparator.comparingInt(name -> name.getKey().length()))
        .map(
            name -> {
              var rest = said.substring(name.getKey().length()).replaceFirst("^[:,]", "").strip();
              return new Named(name.getValue(), rest.isEmpty() ? IN_THE_CHAT : rest);
            })
        .orElseThrow(
            () ->
                new NotUnderstoodException(
                    "'%s' is no %s; there are %s"
                        .formatted(
                            cut(requireNonNull(asked.word()), 60),
                            what,
                            all.stream().map(Model::id).collect(Collectors.joining(", ")))));
  }

  private static boolean begins(String said, String name) {
    return said.regionMatches(true, 0, name, 0, name.length())
        && (said.length() == name.length()
            || !Character.isLetterOrDigit(said.charAt(name.length()))
                && said.charAt(name.length()) != '-');
  }

  private Reply declare(Asked asked, Person person) {
    var incident =
        commands.declare(
            new Declaration(
                text(asked),
                null,
                asked.services(),
                null,
                asked.severity(),
                null,
                "employeeReport",
                person.id(),
                null,
                null,
                null,
                asked.security(),
                false,
                List.of()),
            Actor.chat(person.id()));
    var label = incident.severityLabel() + " (provisional)";
    return new Reply(
        SlackText.link(properties.pageOf(incident.number()), incident.number())
            + escape(" declared: " + incident.title() + ". Severity " + label),
        incident.number());
  }

  /** Named, else of this channel, else the only one that is open. */
  private Found incident(Asked asked, Person person, String channel) {
    if (asked.number() != null) {
      return new Found(readable(asked.number(), person), "");
    }
    var here = rooms.incidentOf(channel).flatMap(incidents::find);
    if (here.isPresent()) {
      // Whoever writes in a channel means its incident: what is secret must not land in another.
      if (!access.mayRead(person.id(), here.get())) {
        throw new NotUnderstoodException(
            "You may not read the incident of this channel. Have yourself named, or name another by its number");
      }
      return new Found(here.get(), "");
    }
    var open =
        incidents.list(
            new IncidentFilter(
                Arrays.stream(Status.values()).filter(status -> !status.over()).toList(),
                null,
                null,
                false,
                0,
                MAX_OPEN,
                person.id()));
    if (open.size() == 1) {
      return new Found(open.get(0), "The only open incident: ");
    }
    throw new NotUnderstoodException(
        open.isEmpty()
            ? "No incident is open. Name one by its number, or declare one: " + Verb.DECLARE.usage()
            : "Several incidents are open; say which: "
                + open.stream()
                    .limit(LAST_LINES)
                    .map(i -> i.number() + " (" + cut(i.title(), 60) + ")")
                    .collect(Collectors.joining(", ")));
  }

  /** What somebody may not read does not exist for them. */
  private IncidentView readable(String number, Person person) {
    return incidents
        .find(number)
        .filter(incident -> access.mayRead(person.id(), incident))
        .orElseThrow(() -> new NotUnderstoodException("There is no incident " + number));
  }

  private Person named(String word, Person asking) {
    if (word.equalsIgnoreCase("me")) {
      return asking;
    }
    if (word.startsWith("<@")) {
      var id = word.substring(2, word.length() - 1);
      return bySlackId(id)
          .orElseThrow(
              () ->
                  new NotUnderstoodException(
                      "Nobody in the directory has the Slack id %s. Ask an operator to set it as slack-id of their entry in tocsin.people.persons"
                          .formatted(id)));
    }
    return people
        .find(word)
        .orElseThrow(
            () ->
                new NotUnderstoodException(
                    "'%s' is not in the directory. Mention somebody, or write their user id"
                        .formatted(cut(word, 60))));
  }

  private Optional<Person> bySlackId(String id) {
    return people.all().stream().filter(person -> id.equals(person.slackId())).findFirst();
  }

  private Reply help(@Nullable String word) {
    var one = word == null ? null : Verb.find(word).orElse(null);
    var verbs = one == null ? Stream.of(Verb.values()) : Stream.of(one);
    var lines =
        verbs
            .map(verb -> "`" + escape(verb.usage()) + "`: " + escape(verb.does()))
            .collect(Collectors.joining("\n"));
    return new Reply(
        lines
            + (one == null
                ? "\nThe number may be left out in the incident's own channel, and while one incident only is open."
                : ""),
        null);
  }

  private Reply onCall(@Nullable String rotation) {
    var asked = rotation == null ? rotas.all() : List.of(rotas.get(rotation));
    var lines =
        asked.stream()
            .map(
                rota ->
                    "*"
                        + escape(rota.id())
                        + ":* "
                        + people
                            .onCall(rota.id())
                            .map(ChatRunner::shown)
                            .orElse("nobody is on call"))
            .collect(Collectors.joining("\n"));
    return new Reply(lines.isEmpty() ? "There are no rotations." : lines, null);
  }

  private static String shown(Person person) {
    return escape(person.name())
        + (person.slackId() != null && person.slackId().matches("[UW][A-Z0-9]+")
            ? " (<@" + person.slackId() + ">)"
            : "");
  }

  private String status(IncidentView incident) {
    var lines =
        Stream.of(
                "*"
                    + SlackText.link(properties.pageOf(incident.number()), incident.number())
                    + "* "
                    + escape(incident.title()),
                "*Severity:* "
                    + escape(
                        incident.severityLabel()
                            + (incident.severityConfirmed() ? "" : " (provisional)")),
                "*Status:* " + incident.status().word(),
                incident.services().isEmpty()
                    ? null
                    : "*Services:* " + escape(String.join(", ", incident.services())),
                "*Declared:* " + time(incident.declaredAt()),
                "*Commander:* " + holder(incident, Role.COMMANDER),
                "*Technical lead:* " + holder(incident, Role.TECHNICAL_LEAD),
                incident.impactUsers() == null
                    ? null
                    : "*Impact:* " + escape(cut(incident.impactUsers(), MAX_LINE)))
            .filter(line -> line != null)
            .toList();
    return String.join("\n", lines);
  }

  private String holder(IncidentView incident, Role role) {
    var holder = incident.holder(role);
    return holder == null ? "nobody yet" : escape(people.name(holder));
  }

  private String lines(IncidentView incident) {
    var all = timeline.of(incident.number(), 0);
    return SlackText.link(properties.pageOf(incident.number()), incident.number())
        + "\n"
        + all.subList(Math.max(0, all.size() - LAST_LINES), all.size()).stream()
            .map(
                entry ->
                    time(entry.at())
                        + " "
                        + escape(cut(entry.text().replaceAll("\\s+", " "), MAX_LINE)))
            .collect(Collectors.joining("\n"));
  }

  private String said(String number, String what) {
    return SlackText.link(properties.pageOf(number), number) + ": " + escape(what);
  }

  private static String text(Asked asked) {
    return requireNonNull(asked.text());
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
