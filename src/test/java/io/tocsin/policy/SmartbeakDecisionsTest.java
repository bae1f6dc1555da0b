package io.tocsin.policy;

/** Every rule of the SmartBeak policy. */
class SmartbeakDecisionsTest extends PolicyDecisions {

  SmartbeakDecisionsTest() {
    super("smartbeak");
  }
}
