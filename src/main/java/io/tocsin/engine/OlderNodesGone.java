package io.tocsin.engine;

/**
 * A node has started, and none of an older release is left: what those did not know of is done now.
 * Published in the transaction of the clean-up; nodes that start at once each publish it.
 */
public record OlderNodesGone() {}
