package io.tocsin.engine;

/** A process variable that is absent or of another type; whoever started or answered sent it so. */
final class UnfitVariable extends IllegalStateException {

  /** Says which one, as a sentence. */
  UnfitVariable(String message) {
    super(message);
  }
}
