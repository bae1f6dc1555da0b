package io.tocsin.engine;

/** The process variables of playbooks. */
public final class PlaybookVariables {

  /** What the model does next: follow, ask, none or over. */
  public static final Variable<String> STATE = Variable.of("playbookState", String.class);

  /** Which model is followed. Read from the record each time, never from a form. */
  public static final Variable<String> PROCESS = Variable.of("playbookProcess", String.class);

  /** What a machine looks at, with commas. */
  public static final Variable<String> CHECKS = Variable.of("checks", String.class);

  /** What a machine has seen, for people. */
  public static final Variable<String> FOUND = Variable.of("playbookFound", String.class);

  /** What a machine could look at, with commas. */
  public static final Variable<String> SEEN = Variable.of("playbookSeen", String.class);

  /** The items of a checklist, one a line. */
  public static final Variable<String> CHECKLIST = Variable.of("checklist", String.class);

  public static final Variable<String> QUESTION = Variable.of("question", String.class);

  /** The answers to a question, one a line. */
  public static final Variable<String> ANSWERS = Variable.of("answers", String.class);

  public static final Variable<String> ANSWER = Variable.of("answer", String.class);

  /** How the last action ended. */
  public static final Variable<String> ACTION_OUTCOME = Variable.of("actionOutcome", String.class);

  /** Steps of a ladder, with commas. */
  public static final Variable<String> STEPS = Variable.of("steps", String.class);

  public static final Variable<Boolean> EVIDENCE_PRESERVED =
      Variable.of("evidencePreserved", Boolean.class);

  private PlaybookVariables() {}
}
