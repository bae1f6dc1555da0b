package io.tocsin.incident;

/**
 * Words for the public were written. Published in the transaction that writes them; they go out
 * when they are released.
 */
public record PublicUpdateWritten(StatusUpdate update, PublicDetails details) {}
