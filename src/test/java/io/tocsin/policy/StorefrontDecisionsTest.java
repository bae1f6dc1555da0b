package io.tocsin.policy;

/** Every rule of the Storefront policy. */
class StorefrontDecisionsTest extends PolicyDecisions {

  StorefrontDecisionsTest() {
    super("storefront");
  }
}
