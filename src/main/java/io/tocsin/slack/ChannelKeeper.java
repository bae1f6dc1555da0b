package io.tocsin.slack;

import static java.util.Objects.requireNonNull;

import io.tocsin.incident.Access;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.notification.NotTakenException;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.people.Rotas;
import io.tocsin.slack.IncidentChannel.State;
import io.tocsin.wall.DrillWall;
import io.tocsin.wall.Exit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Opens, keeps and archives the channel of an incident, in the steps of its model. */
@Service
class ChannelKeeper {

  /** What is next: open, change, wait, archive (then at a time) or over. */
  record Next(String state, @Nullable Instant archiveAt) {

    static Next of(String state) {
      return new Next(state, null);
    }
  }

  /** More channels of one name than anybody has; then something else is wrong. */
  private static final int MAX_NAMES = 20;

  /** Pages of 200 channels that are looked through for one of ours. */
  private static final int MAX_PAGES = 25;

  /** A message that is gone, or that an app may not delete. */
  private static final String[] UNDELETABLE = {
    "message_not_found", "cant_delete_message", "compliance_exports_prevent_deletion"
  };

  /** A message that can be changed no more. */
  private static final String[] UNCHANGEABLE = {
    "message_not_found", "cant_update_message", "edit_window_closed"
  };

  private static final String[] GONE = {
    "channel_not_found", "is_archived", "not_in_channel", "channel_is_archived"
  };

  private final SlackApi slack;
  private final IncidentChannels rooms;
  private final ChannelWords words;
  private final SlackProperties properties;
  private final Incidents incidents;
  private final Access access;
  private final People people;
  private final Rotas rotas;
  private final DrillWall wall;
  private final Deliveries deliveries;
  private final Clock clock;

  ChannelKeeper(
      SlackApi slack,
      IncidentChannels rooms,
      ChannelWords words,
      SlackProperties properties,
      Incidents incidents,
      Access access,
      People people,
      Rotas rotas,
      DrillWall wall,
      Deliveries deliveries,
      Clock clock) {
    this.slack = slack;
    this.rooms = rooms;
    this.words = words;
    this.properties = properties;
    this.incidents = incidents;
    this.access = access;
    this.people = people;
    this.rotas = rotas;
    this.wall = wall;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** Somebody changed the channel by hand so that we cannot go on in it. */
  private static class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoneException(String word) {
      super(word);
    }
  }

  /** Reads the record afresh; holds it, so that nothing falls between reading and waiting. */
  Next next(String number) {
    var incident = incidents.lock(number);
    var room = rooms.find(number).orElse(null);
    if (incident.status().over()) {
      return room != null && room.there() && slack.configured()
          ? new Next("archive", clock.instant().plus(properties.archiveAfter()))
          : Next.of("over");
    }
    if (!slack.configured() || (room != null && ended(room))) {
      return Next.of("over");
    }
    if (room == null || room.state() == State.OPENING) {
      return Next.of(room != null || wanted(incident) ? "open" : "wait");
    }
    if (incident.security() && !room.restricted()) {
      return Next.of("open");
    }
    return Next.of(current(incident, room) ? "wait" : "change");
  }

  /**
   * Opens the channel, or goes on where an attempt before has stopped.
   *
   * @throws NotTakenException when Slack did not take a step of it
   */
  void open(String number) {
    var incident = incidents.get(number);
    if (incident.status().over()) {
      return;
    }
    var room = rooms.begin(number, incident.security());
    if (ended(room)) {
      return;
    }
    guarded(
        number,
        "The channel could not be opened. ",
        () -> {
          leaveIfRestrictedNow(incident, room);
          create(incident);
          furnish(incident);
          rooms.is(number, State.OPEN);
          var opened = room(number);
          // Last: it holds the incident, and what is written apart above refers to it.
          incidents.addLink(
              number, requireNonNull(opened.link()), "Channel #" + opened.name() + " opened");
        });
  }

  /** Sets the topic, brings the pinned facts up to date, posts the call, invites who is new. */
  void keep(String number) {
    var incident = incidents.get(number);
    if (incident.security() && !room(number).restricted()) {
      // It became restricted since the model read it. Everybody reads this channel: nothing more of
      // the incident goes there. The model reads again and opens the private one.
      return;
    }
    guarded(number, "The channel could not be kept current. ", () -> furnish(incident));
  }

  /** Archives the channel; one that is archived already stays so. */
  void archive(String number) {
    var room = room(number);
    if (!room.there()) {
      return;
    }
    guarded(
        number,
        "The channel could not be archived. ",
        () -> {
          close(requireNonNull(room.channelId()));
          rooms.is(number, State.ARCHIVED);
          rooms.note(number, "Channel #" + room.name() + " archived");
        });
  }

  /** Returns where it is, once it can be written to. */
  Optional<IncidentChannel> there(String number) {
    return rooms.find(number).filter(IncidentChannel::there);
  }

  private boolean wanted(IncidentView incident) {
    return incidents.policyOf(incident).targets(incident.severity()).yes("incidentChannel");
  }

  private static boolean ended(IncidentChannel room) {
    return room.state() == State.LOST || room.state() == State.ARCHIVED;
  }

  private boolean current(IncidentView incident, IncidentChannel room) {
    return words.topic(incident).equals(room.topic())
        && (room.rootTs() == null || mark(words.facts(incident, room.link())).equals(room.facts()))
        && (room.callPosted() || words.call(incident).isEmpty())
        && rooms.members(incident.number()).containsAll(members(incident).keySet());
  }

  private void guarded(String number, String what, Runnable steps) {
    try {
      steps.run();
    } catch (GoneException e) {
      rooms.is(number, State.LOST);
      rooms.trouble(
          number,
          "The channel #%s cannot be used any more (%s): somebody changed it in Slack. Tocsin leaves it alone"
              .formatted(room(number).name(), e.getMessage()));
    } catch (NotTakenException e) {
      if (e.permanent()) {
        rooms.trouble(number, what + e.getMessage());
      }
      throw e;
    }
  }

  /** A public channel cannot be made private by an app: the incident moves to another one. */
  private void leaveIfRestrictedNow(IncidentView incident, IncidentChannel room) {
    if (!incident.security() || room.restricted() || room.channelId() == null) {
      return;
    }
    if (room.rootTs() != null) {
      slack
          .call(
              "chat.update",
              Map.of(
                  "channel",
                  room.channelId(),
                  "ts",
                  room.rootTs(),
                  "text",
                  "This incident is handled elsewhere.",
                  "blocks",
                  List.of()))
          .unless(with(GONE, UNCHANGEABLE));
    }
    takeBack(incident.number(), room, room.channelId());
    // An attempt before may have archived it and gone no further: the incident moves all the same.
    slack
        .call(
            "conversations.setTopic",
            Map.of("channel", room.channelId(), "topic", "This incident is handled elsewhere"))
        .unless(GONE);
    close(room.channelId());
    rooms.beginAnew(incident.number());
    rooms.note(
        incident.number(),
        "Channel #" + room.name() + " archived: the incident has become one of security");
  }

  /** Deletes what was posted there: everybody of the workspace could go on reading it. */
  private void takeBack(String number, IncidentChannel room, String channel) {
    var messages =
        deliveries.of(number).stream()
            .filter(delivery -> channel.equals(delivery.address()))
            .map(Delivery::providerId);
    Stream.concat(messages, Stream.ofNullable(room.callTs()))
        .filter(Objects::nonNull)
        .forEach(
            ts ->
                slack
                    .call("chat.delete", Map.of("channel", channel, "ts", ts))
                    .unless(with(GONE, UNDELETABLE)));
  }

  private void create(IncidentView incident) {
    var room = room(incident.number());
    if (room.channelId() != null) {
      return;
    }
    var self = slack.ask("auth.test", Map.of()).unless().body();
    var attempt = room.attempt();
    // Of an attempt before this one nobody knows whether Slack took it.
    var unsure = room.tried();
    for (; attempt <= MAX_NAMES; attempt++) {
      var name = ChannelName.of(template(incident), incident.number(), incident.drill(), attempt);
      if (name.equals(unsure)) {
        var ours = ours(name, self.path("user_id").asText(), incident);
        if (ours.isPresent()) {
          created(incident, name, ours.get(), self.path("url").asText());
          return;
        }
      }
      rooms.trying(incident.number(), name, attempt, incident.security());
      var answer =
          slack
              .call("conversations.create", Map.of("name", name, "is_private", incident.security()))
              .unless("name_taken");
      if (!answer.refused("name_taken")) {
        var channel = answer.body().path("channel");
        if (channel.path("id").asText().isEmpty()) {
          throw NotTakenException.forNow(
              "Slack, conversations.create: the answer names no channel");
        }
        created(
            incident,
            channel.path("name").asText(name),
            channel.path("id").asText(),
            self.path("url").asText());
        return;
      }
    }
    throw NotTakenException.forGood(
        "Slack, conversations.create: the name and %d variants of it are taken; check incidentChannelName of the policy"
            .formatted(MAX_NAMES - 1));
  }

  private String template(IncidentView incident) {
    return incidents
        .policyOf(incident)
        .profile()
        .settings()
        .getOrDefault("incidentChannelName", "incident-{shortNumber}");
  }

  /** Ours is what the app made since the incident was declared. */
  private Optional<String> ours(String name, String self, IncidentView incident) {
    var cursor = "";
    for (var page = 0; page < MAX_PAGES; page++) {
      var form = new LinkedHashMap<String, String>();
      form.put("types", "public_channel,private_channel");
      form.put("exclude_archived", "true");
      form.put("limit", "200");
      if (!cursor.isEmpty()) {
        form.put("cursor", cursor);
      }
      var body = slack.ask("conversations.list", form).unless().body();
      for (var channel : body.path("channels")) {
        if (channel.path("name").asText().equals(name)
            && channel.path("creator").asText().equals(self)
            // Slack's clock and ours differ by a little.
            && channel.path("created").asLong() >= incident.declaredAt().getEpochSecond() - 300
            && rooms.incidentOf(channel.path("id").asText()).isEmpty()) {
          var id = channel.path("id").asText();
          if (!incident.security() || channel.path("is_private").asBoolean()) {
            return Optional.of(id);
          }
          // Made before it became restricted: everybody reads it, and nothing stands in it yet.
          close(id);
        }
      }
      cursor = body.path("response_metadata").path("next_cursor").asText("");
      if (cursor.isEmpty()) {
        break;
      }
    }
    return Optional.empty();
  }

  private void created(IncidentView incident, String name, String channel, String workspace) {
    var home =
        workspace.matches("https?://[A-Za-z0-9.:-]+/") ? workspace : "https://slack.com/app/";
    rooms.created(incident.number(), name, channel, home + "archives/" + channel);
  }

  private void furnish(IncidentView incident) {
    var number = incident.number();
    var room = room(number);
    var channel = room.channelId();
    if (channel == null || ended(room)) {
      return;
    }
    var topic = words.topic(incident);
    if (!topic.equals(room.topic())) {
      topic(channel, topic);
      rooms.topic(number, topic);
    }
    var call = words.call(incident);
    var facts = words.facts(incident, room.link());
    if (room.rootTs() == null) {
      var ts = post(channel, number + ":facts", incident.number() + ": " + incident.title(), facts);
      rooms.firstMessage(number, ts);
      rooms.facts(number, mark(facts));
      if (call.isPresent()) {
        rooms.callPosted(number, null);
      }
    } else if (call.isPresent() && !room.callPosted()) {
      var text = "Call: " + call.get();
      var ts =
          post(
              channel,
              number + ":call",
              text,
              List.of(SlackMessage.section("*Call:* " + SlackText.link(call.get(), call.get()))));
      rooms.callPosted(number, ts);
    }
    if (room.rootTs() != null && !mark(facts).equals(room.facts())) {
      change(incident, channel, room.rootTs(), facts);
      rooms.facts(number, mark(facts));
    }
    pin(number);
    invite(incident, channel);
  }

  /** Without its first message, or where that cannot be changed, the channel goes on as it is. */
  private void change(
      IncidentView incident, String channel, String ts, List<Map<String, Object>> facts) {
    var answer =
        orGone(
            slack.call(
                "chat.update",
                Map.of(
                    "channel",
                    channel,
                    "ts",
                    ts,
                    "text",
                    SlackText.escape(incident.number() + ": " + incident.title()),
                    "blocks",
                    facts)));
    if (answer.refused(UNCHANGEABLE)) {
      rooms.trouble(
          incident.number(),
          "The pinned facts of the channel cannot be kept current (%s): somebody deleted them, or Slack lets them be changed no more"
              .formatted(answer.error()));
      return;
    }
    answer.unless();
  }

  private static String mark(List<Map<String, Object>> facts) {
    return UUID.nameUUIDFromBytes(facts.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void topic(String channel, String topic) {
    orGone(slack.call("conversations.setTopic", Map.of("channel", channel, "topic", topic)))
        .unless();
  }

  private String post(String channel, String key, String text, List<Map<String, Object>> blocks) {
    var id = UUID.nameUUIDFromBytes((channel + key).getBytes(StandardCharsets.UTF_8));
    return orGone(
            slack.call(
                "chat.postMessage",
                Map.of(
                    "channel",
                    channel,
                    "text",
                    SlackText.escape(text),
                    "blocks",
                    blocks,
                    "unfurl_links",
                    false,
                    "client_msg_id",
                    id.toString())))
        .unless()
        .body()
        .path("ts")
        .asText();
  }

  /** A message that cannot be pinned is no reason to go without the channel. */
  private void pin(String number) {
    var room = room(number);
    if (room.pinned() || room.rootTs() == null) {
      return;
    }
    var answer =
        orGone(
            slack.call(
                "pins.add",
                Map.of("channel", requireNonNull(room.channelId()), "timestamp", room.rootTs())));
    if (answer.error() != null && !answer.refused("already_pinned")) {
      try {
        answer.unless();
      } catch (NotTakenException e) {
        if (!e.permanent()) {
          throw e;
        }
        rooms.trouble(number, "The first message of the channel is not pinned. " + e.getMessage());
      }
    }
    rooms.pinned(number);
  }

  private void invite(IncidentView incident, String channel) {
    var number = incident.number();
    var invited = rooms.members(number);
    members(incident)
        .forEach(
            (slackId, name) -> {
              if (!invited.contains(slackId)) {
                invite(number, channel, slackId, name);
              }
            });
  }

  private void invite(String number, String channel, String slackId, String name) {
    var answer =
        orGone(slack.call("conversations.invite", Map.of("channel", channel, "users", slackId)));
    String trouble = null;
    if (answer.error() != null && !answer.refused("already_in_channel", "cant_invite_self")) {
      try {
        answer.unless();
      } catch (NotTakenException e) {
        if (!e.permanent()
            || answer.refused(
                "missing_scope", "invalid_auth", "not_authed", "token_revoked", "token_expired")) {
          throw e;
        }
        trouble = e.getMessage();
        rooms.trouble(number, name + " could not be invited to the channel. " + trouble);
      }
    }
    rooms.invited(number, slackId, trouble);
  }

  private void close(String channel) {
    slack
        .call("conversations.archive", Map.of("channel", channel))
        .unless(with(GONE, "already_archived"));
  }

  /**
   * Returns who belongs in the channel, names by id in Slack: who holds a role, who took it, who is
   * on call. A restricted one is for those who respond and for the groups that security is for.
   */
  private Map<String, String> members(IncidentView incident) {
    var responding =
        Stream.concat(
                incident.roles().values().stream(), Stream.ofNullable(incident.firstResponder()))
            .filter(Objects::nonNull)
            .flatMap(id -> people.find(id).stream());
    var others =
        incident.security() && wall.permits(incident, Exit.BYSTANDERS)
            ? Stream.concat(
                Stream.of("security-team", "legal")
                    .flatMap(group -> people.inGroup(group).stream()),
                access.named(incident).stream().flatMap(id -> people.find(id).stream()))
            : wall.permits(incident, Exit.BYSTANDERS)
                ? rotas.all().stream().flatMap(rota -> people.onCall(rota.id()).stream())
                : Stream.<Person>of();
    return Stream.concat(responding, others)
        .filter(person -> person.slackId() != null)
        .collect(
            Collectors.toMap(
                person -> requireNonNull(person.slackId()),
                Person::name,
                (one, same) -> one,
                LinkedHashMap::new));
  }

  private IncidentChannel room(String number) {
    return rooms.find(number).orElseThrow();
  }

  private static SlackApi.Answer orGone(SlackApi.Answer answer) {
    if (answer.refused(GONE)) {
      throw new GoneException(Objects.toString(answer.error()));
    }
    return answer;
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }
}
