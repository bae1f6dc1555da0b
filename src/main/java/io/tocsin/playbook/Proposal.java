package io.tocsin.playbook;

/**
 * A playbook that fits.
 *
 * @param playbook its id, such as {@code memory-leak}
 * @param reason why it fits, a sentence
 */
public record Proposal(String playbook, String title, String reason) {}
