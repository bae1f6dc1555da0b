package io.tocsin.review;

/**
 * The review says nothing to the public any more. Published in the transaction that writes the
 * review.
 *
 * @param incident number
 */
public record PublicSummaryRemoved(String incident) {}
