package io.tocsin.publication;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.statuspage.PostRefused;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Notes on the timeline what a provider's page did not take: the status page itself cannot. */
@Component
class RefusedPosts {

  private final Timeline timeline;

  RefusedPosts(Timeline timeline) {
    this.timeline = timeline;
  }

  @EventListener
  void on(PostRefused refused) {
    timeline.add(
        refused.incident(),
        Actor.ENGINE,
        "note",
        "The public update (%s) is not at Statuspage.io, only on our own page. %s. Later ones go on"
            .formatted(refused.status(), refused.reason()));
  }
}
