package io.tocsin.policy;

/** Every rule of the Parsify policy. */
class ParsifyDecisionsTest extends PolicyDecisions {

  ParsifyDecisionsTest() {
    super("parsify");
  }
}
