package io.tocsin.remediation;

import io.tocsin.problem.ConflictException;

/** Another run keeps the service, and may still end by itself. */
class BusyException extends ConflictException {

  BusyException(String message) {
    super(message);
  }
}
