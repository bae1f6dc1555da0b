package io.tocsin.notification;

import io.tocsin.people.Addressee;

/** A channel that is only written for. */
record SampleChannel(String id, Markup markup) implements Channel {

  static SampleChannel of(Markup markup) {
    return new SampleChannel(
        switch (markup) {
          case PLAIN -> "pager";
          case SLACK -> "slack";
          case MARKDOWN -> "teams";
          case HTML -> "email";
        },
        markup);
  }

  @Override
  public String title() {
    return id;
  }

  @Override
  public boolean configured() {
    return true;
  }

  @Override
  public String address(Addressee addressee) {
    return addressee.email();
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    throw new IllegalStateException("It is only written for");
  }
}
