package io.tocsin.notification;

/**
 * A message has reached its recipient by no way, and there is none left. Published in the
 * transaction that raises it to the administrators.
 */
record GivenUp(Delivery delivery) {}
