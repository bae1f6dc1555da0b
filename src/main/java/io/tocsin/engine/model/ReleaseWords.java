package io.tocsin.engine.model;

/** Words for the public that wait for whoever has to release them. */
public final class ReleaseWords {

  public static final String KEY = "release-words";

  private ReleaseWords() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WORDS_WAIT = "Event_wordsWait";
    public static final String GATEWAY_RELEASE_AND_WATCH = "Gateway_releaseAndWatch";
    public static final String GATEWAY_READ_AGAIN = "Gateway_readAgain";
    public static final String TASK_READ_RELEASE = "Task_readRelease";
    public static final String GATEWAY_WHAT_NEXT = "Gateway_whatNext";
    public static final String EVENT_RELEASED = "Event_released";
    public static final String TASK_RELEASE_WORDS = "Task_releaseWords";
    public static final String TASK_WRITE_WORDS = "Task_writeWords";
    public static final String EVENT_WITHDRAWN = "Event_withdrawn";
    public static final String GATEWAY_WATCH_AGAIN = "Gateway_watchAgain";
    public static final String TASK_READ_REMINDER = "Task_readReminder";
    public static final String GATEWAY_UNTIL_REMINDER = "Gateway_untilReminder";
    public static final String EVENT_REMINDER_DUE = "Event_reminderDue";
    public static final String TASK_TELL_RELEASE = "Task_tellRelease";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";

    private Elements() {}
  }
}
