package io.tocsin.incident;

/** An update was written that no clock sends. Published in the transaction that writes it. */
public record UpdateWritten(String number, String audience) {}
