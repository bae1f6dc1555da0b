package io.tocsin.security;

/** The configuration is not safe to run. */
class StartRefusedException extends RuntimeException {

  final String action;

  StartRefusedException(String reason, String action) {
    super(reason);
    this.action = action;
  }
}
