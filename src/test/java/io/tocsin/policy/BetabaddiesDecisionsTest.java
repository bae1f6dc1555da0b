package io.tocsin.policy;

/** Every rule of the BetaBaddies policy. */
class BetabaddiesDecisionsTest extends PolicyDecisions {

  BetabaddiesDecisionsTest() {
    super("betabaddies");
  }
}
