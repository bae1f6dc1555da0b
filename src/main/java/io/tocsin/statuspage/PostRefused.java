package io.tocsin.statuspage;

/**
 * The provider's page takes a post never. It stands on our page all the same.
 *
 * @param incident number
 * @param status which the post says, a word of the page
 * @param reason what the provider answered; no words of it
 */
public record PostRefused(String incident, String status, String reason) {}
