package io.tocsin.incident;

/**
 * Somebody has just been named to read a restricted incident. Published in the transaction that
 * names them.
 *
 * @param person user id
 */
public record PersonNamed(String number, String person) {}
