package io.tocsin.remediation;

import io.tocsin.problem.ConflictException;

/** The same has succeeded on the service since it was chosen: a second time may undo the first. */
class OvertakenException extends ConflictException {

  OvertakenException(String service) {
    super("The same has succeeded on '%s' since it was chosen. Choose it again".formatted(service));
  }
}
