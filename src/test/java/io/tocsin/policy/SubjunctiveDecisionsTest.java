package io.tocsin.policy;

/** Every rule of the Subjunctive Practice policy. */
class SubjunctiveDecisionsTest extends PolicyDecisions {

  SubjunctiveDecisionsTest() {
    super("subjunctive");
  }
}
