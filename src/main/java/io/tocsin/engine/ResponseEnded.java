package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * The process of an incident has ended. Published in the transaction in which it ends.
 *
 * @param number of the incident
 * @param cut whether it was ended from outside, in the Cockpit for instance, and not by its model
 * @param by user id of whoever ended it so; null when it is not known
 */
public record ResponseEnded(String number, boolean cut, @Nullable String by) {}
