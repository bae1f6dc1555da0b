package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact.Kind;
import io.tocsin.people.People;
import io.tocsin.policy.Policy.Audience;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Whom a policy means by {@code told}: persons, teams and channels of ours that were told of the
 * incident before, whatever its severity was then. So whoever was called in the night hears that
 * they may go to bed.
 */
@Component
class EarlierHearers {

  /** The recipient of a policy. */
  private static final String TOLD = "told";

  /** Ours; the others were asked for something, or read what is written for the public. */
  private static final Set<Kind> OURS = EnumSet.of(Kind.PERSON, Kind.TEAM, Kind.CHANNEL);

  private final Deliveries deliveries;
  private final Hearers hearers;
  private final People people;
  private final Channels channels;

  EarlierHearers(Deliveries deliveries, Hearers hearers, People people, Channels channels) {
    this.deliveries = deliveries;
    this.hearers = hearers;
    this.people = people;
    this.channels = channels;
  }

  /** Returns whether an audience is such. */
  static boolean meant(Audience audience) {
    return audience.recipients().contains(TOLD);
  }

  /**
   * Puts names where a policy says {@code told}. Each is told by those of the named channels that
   * reach them; persons whom none reaches, by what reaches them.
   *
   * @param anyway who hears it without having been told before
   */
  List<Audience> named(IncidentView incident, List<Audience> audiences, Set<Addressee> anyway) {
    var earlier =
        deliveries.heard(incident.number()).stream()
            .filter(delivery -> hearers.mayStillHear(incident, delivery))
            .flatMap(delivery -> recipient(delivery.recipient()).stream())
            .filter(recipient -> people.resolve(recipient).stream().noneMatch(anyway::contains))
            .toList();
    return audiences.stream().flatMap(audience -> spelled(audience, earlier)).toList();
  }

  private Optional<String> recipient(String id) {
    if (people.find(id).isPresent()) {
      return Optional.of("person:" + id);
    }
    return people.contacts().stream()
        .filter(contact -> contact.id().equals(id) && OURS.contains(contact.kind()))
        .map(contact -> "contact:" + id)
        .findFirst();
  }

  private Stream<Audience> spelled(Audience audience, List<String> earlier) {
    if (!meant(audience)) {
      return Stream.of(audience);
    }
    var others = audience.recipients().stream().filter(word -> !word.equals(TOLD)).toList();
    var ways =
        channels.configured().stream()
            .filter(channel -> audience.channels().contains(channel.id()))
            .toList();
    var byChannel =
        ways.stream()
            .map(
                channel ->
                    with(
                        audience,
                        earlier.stream().filter(recipient -> reaches(channel, recipient)).toList(),
                        List.of(channel.id())));
    // No channel of theirs: they are promised it nevertheless, and handed to one that reaches them.
    var otherwise =
        earlier.stream()
            .filter(recipient -> ways.stream().noneMatch(channel -> reaches(channel, recipient)))
            .filter(recipient -> recipient.startsWith("person:"))
            .toList();
    return Stream.of(
            Stream.of(with(audience, others, audience.channels())),
            byChannel,
            Stream.of(with(audience, otherwise, audience.channels())))
        .flatMap(some -> some)
        .filter(some -> !some.recipients().isEmpty());
  }

  private boolean reaches(Channel channel, String recipient) {
    return people.resolve(recipient).stream().anyMatch(to -> channel.address(to) != null);
  }

  private static Audience with(Audience audience, List<String> recipients, List<String> by) {
    return new Audience(audience.event(), audience.level(), audience.audience(), recipients, by);
  }
}
