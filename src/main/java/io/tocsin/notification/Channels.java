package io.tocsin.notification;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The channels that are set up. */
@Component
class Channels {

  private final List<Channel> all;

  Channels(List<Channel> all) {
    this.all = all;
  }

  List<Channel> configured() {
    return all.stream().filter(Channel::configured).toList();
  }

  Optional<Channel> find(String id) {
    return all.stream()
        .filter(channel -> channel.id().equals(id) && channel.configured())
        .findFirst();
  }

  /** Returns the name of a channel for people, also of one that is gone. */
  String title(String id) {
    return find(id).map(Channel::title).orElse(id);
  }
}
