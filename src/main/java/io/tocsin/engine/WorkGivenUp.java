package io.tocsin.engine;

/**
 * A worker has used up its attempts at an action. Published in the transaction that records it.
 *
 * @param key of the action's run
 * @param error as the worker says it; may be empty
 */
public record WorkGivenUp(String key, String error) {}
