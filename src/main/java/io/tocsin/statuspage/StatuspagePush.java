package io.tocsin.statuspage;

import static java.util.Objects.requireNonNull;

import io.tocsin.statuspage.PublicPost.PublicStatus;
import io.tocsin.statuspage.Pushes.Push;
import io.tocsin.statuspage.StatuspageClient.RefusedException;
import io.tocsin.statuspage.StatuspageClient.TooOftenException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Says at Statuspage.io what our page says, post after post. Where it is unknown whether a call was
 * taken, it looks before it calls again.
 */
@Service
class StatuspagePush {

  /** Another post of the incident is on its way: as long as a call may usually take. */
  private static final Duration WHILE_ANOTHER = Duration.ofSeconds(5);

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
   * @return when to ask again; nothing when it is done, or refused for good
   * @throws RuntimeException when an operator must act, or when it is unknown whether it was taken
   */
  @Transactional
  Optional<Instant> push(UUID post) {
    var provider = properties.statuspage();
    if (provider == null) {
      // It was switched off since.
      return Optional.empty();
    }
    if (!pushes.oneAtATime(post)) {
      return Optional.of(clock.instant().plus(WHILE_ANOTHER));
    }
    if (pushes.done(post)) {
      return Optional.empty();
    }
    var next = pushes.next(post).orElseThrow();
    try {
      pushes.done(next, tell(next, states(next, provider.components())));
    } catch (TooOftenException e) {
      return Optional.of(clock.instant().plus(e.pause()));
    } catch (RefusedException e) {
      if (!e.forGood()) {
        throw e;
      }
      // One post that the provider does not like must not keep the later ones from its readers.
      pushes.refusedForGood(next, requireNonNull(e.getMessage()));
    }
    return next.post().key().equals(post) ? Optional.empty() : Optional.of(clock.instant());
  }

  /** Returns what the provider calls the incident; null when it has it no more. */
  private @Nullable String tell(Push push, Map<String, ComponentStatus> states) {
    var known = push.providerId();
    if (known == null && push.there()) {
      return null;
    }
    if (known != null) {
      try {
        return reworded(push, known) ? known : update(push, known, states);
      } catch (RefusedException e) {
        if (!e.missing()) {
          throw e;
        }
        // Somebody deleted it there. Forgotten before the next call: should that one end without an
        // answer, the mark is looked for and not the deleted incident.
        pushes.gone(push);
        return push.there() ? null : create(push, states);
      }
    }
    if (push.unknown()) {
      var taken = client.find(push.incident());
      if (taken.isPresent()) {
        reworded(push, taken.get());
        return taken.get();
      }
    }
    return create(push, states);
  }

  /**
   * Takes words down there, too. Whoever changed them there by hand meanwhile keeps theirs.
   *
   * @return false when they never stood there
   */
  private boolean reworded(Push push, String known) {
    var before = push.insteadOf();
    if (before.isEmpty()) {
      return false;
    }
    // First, whatever stands below it: the headline is what was taken down most visibly.
    client.rename(known, push.name());
    if (push.post().status() != PublicStatus.POSTMORTEM) {
      var update = client.said(known, push.post().status(), before);
      update.ifPresent(id -> client.reword(known, id, push.post()));
      return update.isPresent() || push.there();
    }
    if (push.there()) {
      client.summary(known, push.post(), false);
    }
    return push.there();
  }

  private String create(Push push, Map<String, ComponentStatus> states) {
    return begun(push, () -> client.create(push.incident(), push.post(), states));
  }

  private String update(Push push, String known, Map<String, ComponentStatus> states) {
    if (push.post().status() == PublicStatus.POSTMORTEM) {
      return begun(
          push,
          () -> {
            // The words that it is over may still wait; what is told here is told after the end.
            if (!push.resolved() && !client.over(known)) {
              client.resolve(known, push.post(), states);
            }
            client.summary(known, push.post(), true);
            return known;
          });
    }
    var post = push.post();
    if (push.unknown() && client.said(known, post.status(), List.of(post.body())).isPresent()) {
      return known;
    }
    return begun(
        push,
        () -> {
          client.update(known, post, states);
          return known;
        });
  }

  private String begun(Push push, Supplier<String> call) {
    pushes.begin(push.post().key());
    try {
      return call.get();
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
