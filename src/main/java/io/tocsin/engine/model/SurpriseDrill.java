package io.tocsin.engine.model;

/** A drill that begins at a moment which nobody knows. */
public final class SurpriseDrill {

  public static final String KEY = "surprise-drill";

  private SurpriseDrill() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_SURPRISE_WANTED = "Event_surpriseWanted";
    public static final String TASK_PLAN_SURPRISE = "Task_planSurprise";
    public static final String GATEWAY_SURPRISE_AGAIN = "Gateway_surpriseAgain";
    public static final String GATEWAY_UNTIL_SURPRISE = "Gateway_untilSurprise";
    public static final String EVENT_SURPRISE_MOMENT = "Event_surpriseMoment";
    public static final String TASK_LOOK_BEFORE_SURPRISE = "Task_lookBeforeSurprise";
    public static final String GATEWAY_SURPRISE_CAN_BEGIN = "Gateway_surpriseCanBegin";
    public static final String EVENT_SURPRISE_MISSED = "Event_surpriseMissed";
    public static final String ACTIVITY_SURPRISE_DRILL = "Activity_surpriseDrill";
    public static final String EVENT_SURPRISE_OVER = "Event_surpriseOver";
    public static final String EVENT_CALLED_OFF = "Event_calledOff";
    public static final String EVENT_NO_SURPRISE = "Event_noSurprise";

    private Elements() {}
  }
}
