package io.tocsin.wall;

/** The ways on which something leaves the house, beside messages and actions. */
public enum Exit {
  /** The public page, and what it is pushed to. */
  STATUS_PAGE,
  /** Mails and banners for customers and those who have subscribed. */
  CUSTOMERS,
  /** Words that somebody is asked to post. */
  SOCIAL_MEDIA,
  /** A ticket in another system. */
  TICKET,
  /** The incident's own channel, to which those on call are invited who have not come yet. */
  BYSTANDERS
}
