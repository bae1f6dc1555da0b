package io.tocsin.engine.model;

/** Quizzes on the playbooks. */
public final class TrainingQuiz {

  public static final String KEY = "training-quiz";

  private TrainingQuiz() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_QUIZZES_BEGUN = "Event_quizzesBegun";
    public static final String GATEWAY_QUIZZES_AGAIN = "Gateway_quizzesAgain";
    public static final String TASK_READ_QUIZZES = "Task_readQuizzes";
    public static final String GATEWAY_QUIZZES_LEFT = "Gateway_quizzesLeft";
    public static final String EVENT_QUIZZES_DONE = "Event_quizzesDone";
    public static final String GATEWAY_PAUSE_FIRST = "Gateway_pauseFirst";
    public static final String GATEWAY_QUIZ_OPEN = "Gateway_quizOpen";
    public static final String TASK_ANSWER_QUIZ = "Task_answerQuiz";
    public static final String EVENT_PAUSE_OVER = "Event_pauseOver";

    private Elements() {}
  }
}
