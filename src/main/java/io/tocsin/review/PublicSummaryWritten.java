package io.tocsin.review;

import io.tocsin.incident.Actor;

/**
 * The review says something to the public. Published in the transaction that writes the review.
 *
 * @param incident number
 * @param text what happened and what was changed, in words for the public
 * @param changed whether an earlier version of the review said something else, or nothing
 */
public record PublicSummaryWritten(String incident, String text, boolean changed, Actor author) {}
