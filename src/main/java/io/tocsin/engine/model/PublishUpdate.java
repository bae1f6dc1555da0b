package io.tocsin.engine.model;

/** Words for the public on their way out. */
public final class PublishUpdate {

  public static final String KEY = "publish-update";

  private PublishUpdate() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WORDS_WRITTEN = "Event_wordsWritten";
    public static final String TASK_READ_RELEASE = "Task_readRelease";
    public static final String GATEWAY_RELEASE_NEEDED = "Gateway_releaseNeeded";
    public static final String ACTIVITY_RELEASE_WORDS = "Activity_releaseWords";
    public static final String EVENT_OVERTAKEN = "Event_overtaken";
    public static final String EVENT_TOO_LATE = "Event_tooLate";
    public static final String GATEWAY_STILL_SAID = "Gateway_stillSaid";
    public static final String EVENT_WITHDRAWN = "Event_withdrawn";
    public static final String GATEWAY_PUBLISH = "Gateway_publish";
    public static final String TASK_POST_WORDS = "Task_postWords";
    public static final String GATEWAY_SPREAD = "Gateway_spread";
    public static final String GATEWAY_PLAN_MAIL = "Gateway_planMail";
    public static final String TASK_PLAN_MAIL = "Task_planMail";
    public static final String GATEWAY_MAIL = "Gateway_mail";
    public static final String TASK_MAIL_CUSTOMERS = "Task_mailCustomers";
    public static final String EVENT_MAILED = "Event_mailed";
    public static final String EVENT_NO_MAIL = "Event_noMail";
    public static final String EVENT_MAIL_DUE = "Event_mailDue";
    public static final String GATEWAY_SOCIAL = "Gateway_social";
    public static final String TASK_POST_SOCIAL_DRAFT = "Task_postSocialDraft";
    public static final String EVENT_NEWER_WORDS = "Event_newerWords";
    public static final String EVENT_SOCIAL_DONE = "Event_socialDone";
    public static final String EVENT_DRAFT_OVERTAKEN = "Event_draftOvertaken";
    public static final String EVENT_NO_SOCIAL = "Event_noSocial";

    private Elements() {}
  }
}
