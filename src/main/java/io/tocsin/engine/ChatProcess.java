package io.tocsin.engine;

/** What happens in the chat, told to its models. Each call joins the caller's transaction. */
public interface ChatProcess {

  /**
   * An incident was declared: the model of its channel starts.
   *
   * @param number the incident's number, the business key
   */
  void channelBegun(String number);

  /** Something has changed that the channel of an incident shows: its model reads it afresh. */
  void channelChanged(String number);

  /**
   * A command was received; carried out by a job of the engine after this transaction commits.
   *
   * @param id of its record
   */
  void commandReceived(String id);
}
