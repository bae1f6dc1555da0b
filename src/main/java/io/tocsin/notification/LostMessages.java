package io.tocsin.notification;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What a provider had taken and could not hand over goes by the next channel, like a refusal. */
@Component
class LostMessages {

  private final Fallbacks fallbacks;
  private final Operators operators;

  LostMessages(Fallbacks fallbacks, Operators operators) {
    this.fallbacks = fallbacks;
    this.operators = operators;
  }

  @EventListener
  void on(NotReached lost) {
    var id = lost.delivery().id();
    if (!fallbacks.fallBack(id)) {
      operators.raise(id);
    }
  }
}
