package io.tocsin.notification;

import io.tocsin.incident.Access;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Channel.Markup;
import io.tocsin.notification.TextFiles.TextFile;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows how messages read before anybody gets them. */
@Service
@Transactional(readOnly = true)
class Previews {

  private final Templates templates;
  private final TextFiles files;
  private final TextCheck check;
  private final Facts facts;
  private final Incidents incidents;
  private final Access access;
  private final Policies policies;
  private final List<Channel> channels;

  Previews(
      Templates templates,
      TextFiles files,
      TextCheck check,
      Facts facts,
      Incidents incidents,
      Access access,
      Policies policies,
      List<Channel> channels) {
    this.templates = templates;
    this.files = files;
    this.check = check;
    this.facts = facts;
    this.incidents = incidents;
    this.access = access;
    this.policies = policies;
    this.channels = channels;
  }

  /**
   * A message as it would be sent.
   *
   * @param file that it was written with
   * @param deployment that the file came with; null for one that Tocsin comes with
   * @param html null for channels that show no HTML
   */
  record Shown(
      String event,
      String audience,
      String channel,
      Markup markup,
      String file,
      @Nullable String deployment,
      String subject,
      String body,
      @Nullable String html) {}

  /**
   * All that there is to write messages with.
   *
   * @param parts that messages take in
   */
  record Overview(List<Event> events, List<Source> parts, List<Way> channels, List<Field> fields) {}

  /**
   * An event.
   *
   * @param outside whether its words are meant for readers outside, whatever the audience
   * @param audiences that the policies tell of it
   * @param files without those of the general event, {@code other}
   */
  record Event(String event, boolean outside, List<String> audiences, List<Source> files) {}

  /**
   * A file that counts.
   *
   * @param deployment id of the deployment it came with; null for one that Tocsin comes with
   * @param faults that a deployment would be refused for now; a field may have gone since
   */
  record Source(
      String file,
      @Nullable String policy,
      @Nullable String audience,
      @Nullable String channel,
      boolean outside,
      @Nullable String deployment,
      @Nullable Instant deployedAt,
      List<String> faults) {}

  record Way(String id, String title, Markup markup, boolean configured) {}

  /**
   * A field.
   *
   * @param open whether readers outside may see it
   */
  record Field(String name, MessageField.Kind kind, boolean open, String meaning, Object example) {}

  Overview overview() {
    var byEvent = new TreeMap<String, List<Source>>();
    var parts = new ArrayList<Source>();
    files
        .all()
        .values()
        .forEach(
            file ->
                (file.name().part()
                        ? parts
                        : byEvent.computeIfAbsent(file.name().event(), event -> new ArrayList<>()))
                    .add(source(file)));
    var audiences = audiences();
    var events = new TreeSet<>(byEvent.keySet());
    audiences.forEach(audience -> events.add(audience.event()));
    return new Overview(
        events.stream()
            .map(
                event ->
                    new Event(
                        event,
                        Readers.outside(event),
                        audiences.stream()
                            .filter(audience -> audience.event().equals(event))
                            .map(Audience::audience)
                            .distinct()
                            .sorted()
                            .toList(),
                        byEvent.getOrDefault(event, List.of())))
            .toList(),
        parts,
        channels.stream().map(c -> new Way(c.id(), c.title(), c.markup(), c.configured())).toList(),
        MessageField.ALL.values().stream()
            .map(f -> new Field(f.name(), f.kind(), f.open(), f.meaning(), f.example()))
            .toList());
  }

  /** Returns a file as it is written. */
  String text(String file) {
    var found = files.all().get(file);
    if (found == null) {
      throw new NotFoundException("There is no file '%s' of messages".formatted(shown(file)));
    }
    return found.content();
  }

  /**
   * Shows a message.
   *
   * @param incident number of the incident it is about; null takes an example
   */
  Shown show(
      String event,
      @Nullable String policy,
      String audience,
      String channel,
      @Nullable String incident,
      Authentication reader) {
    if (!TextName.word(event)) {
      throw new InvalidInputException("event", "'%s' is no event".formatted(shown(event)));
    }
    var about = about(incident, reader);
    var by = channel(channel);
    return shown(
        event,
        audience,
        by,
        templates.preview(
            policy(policy, about),
            event,
            audience,
            by,
            about != null && about.drill(),
            fields(about, event, audience)));
  }

  /** Shows a message that is not deployed. */
  Shown tryOut(
      String file,
      String text,
      @Nullable String policy,
      String audience,
      String channel,
      @Nullable String incident,
      Authentication reader) {
    var faults = check.faults(file, text);
    if (!faults.isEmpty()) {
      throw new InvalidInputException("text", String.join("\n", faults));
    }
    var name = TextName.read(file).orElseThrow();
    if (name.part()) {
      throw new InvalidInputException(
          "file", "is a part; try a message that takes it in, and deploy both together");
    }
    var about = about(incident, reader);
    var reads = name.audience() == null ? audience : name.audience();
    var by = channel(channel);
    return shown(
        name.event(),
        reads,
        by,
        templates.tryOut(
            new TextFile(name, text, null, null),
            name.policy() == null ? policy(policy, about) : name.policy(),
            reads,
            by,
            about != null && about.drill(),
            fields(about, name.event(), reads)));
  }

  private Source source(TextFile file) {
    var name = file.name();
    return new Source(
        name.file(),
        name.policy(),
        name.audience(),
        name.channel(),
        name.outside(),
        file.deployment(),
        file.deployedAt(),
        file.deployment() == null ? List.of() : check.faults(name.file(), file.content()));
  }

  /** Of policies that can be read; a broken one is told of elsewhere. */
  private List<Audience> audiences() {
    return policies.ids().stream()
        .flatMap(
            id -> {
              try {
                return policies.get(id).audiences().stream();
              } catch (RuntimeException e) {
                return Stream.empty();
              }
            })
        .toList();
  }

  private Map<String, ?> fields(@Nullable IncidentView about, String event, String audience) {
    var examples = new HashMap<String, Object>();
    MessageField.ALL.values().stream()
        .filter(field -> about == null || field.given())
        .forEach(field -> examples.put(field.name(), field.example()));
    if (about != null) {
      return facts.of(about, event, audience, examples);
    }
    examples.put("event", event.replace('-', ' '));
    examples.put("audience", audience);
    return examples;
  }

  private @Nullable String policy(@Nullable String policy, @Nullable IncidentView about) {
    if (policy == null) {
      return about == null ? null : about.policy();
    }
    if (!policies.ids().contains(policy)) {
      throw new InvalidInputException(
          "policy",
          "there is no '%s'; there are %s"
              .formatted(shown(policy), String.join(", ", policies.ids())));
    }
    return policy;
  }

  private Channel channel(String id) {
    return TextFiles.channel(channels, id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "channel",
                    "there is no '%s'; there are %s"
                        .formatted(
                            shown(id),
                            String.join(", ", channels.stream().map(Channel::id).toList()))));
  }

  private @Nullable IncidentView about(@Nullable String number, Authentication reader) {
    if (number == null) {
      return null;
    }
    var incident = incidents.get(number);
    access.requireReadable(reader.getName(), incident);
    return incident;
  }

  private static Shown shown(
      String event, String audience, Channel channel, Templates.Preview preview) {
    return new Shown(
        event,
        audience,
        channel.id(),
        channel.markup(),
        preview.file().name().file(),
        preview.file().deployment(),
        preview.message().subject(),
        preview.message().body(),
        preview.message().html());
  }

  private static String shown(String word) {
    return Escaping.cut(Escaping.line(word), 60);
  }
}
