package io.tocsin.policy;

/** Every rule of a policy that is not one of ours, after a public incident handbook. */
class SixthPolicyDecisionsTest extends PolicyDecisions {

  SixthPolicyDecisionsTest() {
    super("public-handbook", "/sixth-policy/public-handbook.xml");
  }
}
