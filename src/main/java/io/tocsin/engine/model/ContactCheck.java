package io.tocsin.engine.model;

/** Asks people to confirm how they are reached. */
public final class ContactCheck {

  public static final String KEY = "contact-check";

  private ContactCheck() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_CHECK_BEGUN = "Event_checkBegun";
    public static final String TASK_LIST_PEOPLE = "Task_listPeople";
    public static final String TASK_CONFIRM_CONTACTS = "Task_confirmContacts";
    public static final String EVENT_TIME_IS_UP = "Event_timeIsUp";
    public static final String GATEWAY_ENOUGH_KNOWN = "Gateway_enoughKnown";
    public static final String EVENT_CONTACTS_KNOWN = "Event_contactsKnown";

    private Elements() {}
  }
}
