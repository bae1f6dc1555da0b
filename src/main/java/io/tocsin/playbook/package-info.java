/**
 * Playbooks: which one fits, which one is followed, what was ticked, what a machine can look at,
 * and the evidence of security incidents.
 */
@NullMarked
package io.tocsin.playbook;

import org.jspecify.annotations.NullMarked;
