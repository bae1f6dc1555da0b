package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * A job of the engine has used up its attempts. Published in the transaction that records it.
 *
 * @param process key of its process
 * @param activity where in the model it failed
 * @param number the incident it belongs to; null when it belongs to none
 * @param error as the engine keeps it; may be empty
 */
public record JobGivenUp(String process, String activity, @Nullable String number, String error) {}
