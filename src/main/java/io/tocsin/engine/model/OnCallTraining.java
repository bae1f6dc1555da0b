package io.tocsin.engine.model;

/** How somebody becomes qualified to be on call, until the sign-off. */
public final class OnCallTraining {

  public static final String KEY = "on-call-training";

  private OnCallTraining() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_TRAINING_REQUESTED = "Event_trainingRequested";
    public static final String TASK_OPEN_TRAINING = "Task_openTraining";
    public static final String GATEWAY_STEPS_AGAIN = "Gateway_stepsAgain";
    public static final String GATEWAY_STEPS = "Gateway_steps";
    public static final String ACTIVITY_SHADOW = "Activity_shadow";
    public static final String ACTIVITY_READ_INCIDENTS = "Activity_readIncidents";
    public static final String ACTIVITY_TAKE_PART = "Activity_takePart";
    public static final String ACTIVITY_ANSWER_QUIZZES = "Activity_answerQuizzes";
    public static final String GATEWAY_STEPS_DONE = "Gateway_stepsDone";
    public static final String TASK_SIGN_OFF_TRAINING = "Task_signOffTraining";
    public static final String GATEWAY_READY = "Gateway_ready";
    public static final String TASK_RECORD_QUALIFICATION = "Task_recordQualification";
    public static final String EVENT_QUALIFIED = "Event_qualified";
    public static final String EVENT_TRAINING_WITHDRAWN = "Event_trainingWithdrawn";
    public static final String EVENT_WITHDRAWN = "Event_withdrawn";
    public static final String ACTIVITY_WITHDRAWAL = "Activity_withdrawal";

    private Elements() {}
  }
}
