package io.tocsin.engine.model;

/** Begins what the calendars of the policies want, again and again. */
public final class RoutineCalendar {

  public static final String KEY = "routine-calendar";

  private RoutineCalendar() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_TIME_TO_LOOK = "Event_timeToLook";
    public static final String TASK_BEGIN_ROUTINES = "Task_beginRoutines";
    public static final String EVENT_ROUTINES_BEGUN = "Event_routinesBegun";

    private Elements() {}
  }
}
