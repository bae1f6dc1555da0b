package io.tocsin.engine.model;

/** Works an incident off by a ticket. */
public final class Ticket {

  public static final String KEY = "ticket";

  private Ticket() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_TICKET_ASKED = "Event_ticketAsked";
    public static final String TASK_NOTE_TICKET = "Task_noteTicket";
    public static final String GATEWAY_WEBHOOK = "Gateway_webhook";
    public static final String TASK_OPEN_TICKET = "Task_openTicket";
    public static final String GATEWAY_KNOWN = "Gateway_known";
    public static final String EVENT_TICKET_KNOWN = "Event_ticketKnown";
    public static final String EVENT_NO_LINK = "Event_noLink";
    public static final String GATEWAY_BY_HAND = "Gateway_byHand";
    public static final String TASK_LINK_TICKET = "Task_linkTicket";
    public static final String EVENT_LINKED_ELSEWHERE = "Event_linkedElsewhere";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String TASK_CHECK_TICKET = "Task_checkTicket";
    public static final String GATEWAY_STILL_TICKET = "Gateway_stillTicket";
    public static final String EVENT_STILL_OPEN = "Event_stillOpen";
    public static final String EVENT_NO_TICKET_NEEDED = "Event_noTicketNeeded";
    public static final String EVENT_LINK_GIVEN = "Event_linkGiven";

    private Elements() {}
  }
}
