package io.tocsin.notification;

/**
 * A message that a provider had taken did not reach its receiver: the line was busy, the number is
 * out of service. Published in the transaction that notes it on the delivery.
 *
 * @param reason a few words
 */
public record NotReached(Delivery delivery, String reason) {}
