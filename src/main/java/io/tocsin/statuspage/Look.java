package io.tocsin.statuspage;

/**
 * How a level shows outside.
 *
 * @param banner whether applications show it to their users
 */
record Look(Impact impact, ComponentStatus component, boolean banner) {}
