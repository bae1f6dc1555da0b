package io.tocsin.statuspage;

import io.tocsin.statuspage.Pushes.Push;
import io.tocsin.statuspage.StatuspageClient.RefusedException;
import io.tocsin.statuspage.StatuspageClient.TooOftenException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Says at Statuspage.io what our page says, post after post. Where it is unknown whether a call was
 * taken, it looks before it calls again.
 */
@Service
class StatuspagePush {

  private final Pushes pushes;
  private final PublicPosts posts;
  private final StatuspageClient client;
  private final StatusPageProperties properties;
  private final Clock clock;

  StatuspagePush(
      Pushes pushes,
      PublicPosts posts,
      StatuspageClient client,
      StatusPageProperties properties,
      Clock clock) {
    this.pushes = pushes;
    this.posts = posts;
    this.client = client;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Pushes a post. One call at a time: an older post of the same incident goes first.
   *
   * @return when to ask again; nothing when it is done
   * @throws RuntimeException when it was refused, or when it is unknown whether it was taken
   */
  @Transactional
  Optional<Instant> push(UUID post) {
    var provider = properties.statuspage();
    if (provider == null) {
      // It was switched off since.
      return Optional.empty();
    }
    pushes.oneAtATime(post);
    if (pushes.done(post)) {
      return Optional.empty();
    }
    var next = pushes.next(post).orElseThrow();
    try {
      pushes.done(next, tell(next, states(next, provider.components())));
    } catch (TooOftenException e) {
      return Optional.of(clock.instant().plus(e.pause()));
    }
    return next.post().key().equals(post) ? Optional.empty() : Optional.of(clock.instant());
  }

  /** Returns what the provider calls the incident. */
  private String tell(Push push, Map<String, ComponentStatus> states) {
    var known = push.providerId();
    if (push.unknown()) {
      var taken = known == null ? client.find(push.incident()) : client.said(known, push.post());
      if (taken.isPresent()) {
        return taken.get();
      }
    }
    pushes.begin(push.post().key());
    try {
      if (known == null) {
        return client.create(push.incident(), push.post(), states);
      }
      client.update(known, push.post(), states);
      return known;
    } catch (RefusedException | TooOftenException e) {
      pushes.refused(push.post().key());
      throw e;
    }
  }

  /** A component that the incident named once becomes well again when nothing else hits it. */
  private Map<String, ComponentStatus> states(Push push, Map<String, String> components) {
    var open = posts.since(clock.instant());
    var states = new LinkedHashMap<String, ComponentStatus>();
    for (var service : push.services()) {
      var component = components.get(service);
      if (component != null) {
        states.put(component, Board.status(service, open));
      }
    }
    return states;
  }
}
