package io.tocsin.statuspage;

/** How a level shows outside. */
record Look(Impact impact, ComponentStatus component) {}
