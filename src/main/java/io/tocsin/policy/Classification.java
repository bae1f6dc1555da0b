package io.tocsin.policy;

/**
 * What the severity decision proposes.
 *
 * @param level 1 (worst) to 4
 * @param label the policy's word for it
 * @param rule which row matched
 */
public record Classification(int level, String label, String rule) {}
