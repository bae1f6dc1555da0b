package io.tocsin.slack;

import io.tocsin.incident.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Messages as blocks. Slack takes 50 blocks of 3,000 characters, and less than that in all. */
final class SlackMessage {

  /** The buttons, as they come back when they are pressed. */
  static final String ACKNOWLEDGE = "tocsin-acknowledge";

  static final String ROLE = "tocsin-role";
  static final String ESCALATE = "tocsin-escalate";
  static final String OPEN = "tocsin-open";

  private static final int MAX_BLOCKS = 40;
  private static final int MAX_PIECE = 3_000;
  private static final int MAX_TEXT = 12_000;

  private SlackMessage() {}

  /**
   * Returns subject and body as blocks.
   *
   * @param subject plain
   * @param body in Slack's markup
   */
  static List<Map<String, Object>> blocks(String subject, String body) {
    var blocks = new ArrayList<Map<String, Object>>();
    blocks.add(section("*" + SlackText.cut(SlackText.escape(subject), MAX_PIECE - 2) + "*"));
    // Room is left for the buttons.
    SlackText.pieces(SlackText.cut(body.strip(), MAX_TEXT), MAX_PIECE, MAX_BLOCKS - 3)
        .forEach(piece -> blocks.add(section(piece)));
    return blocks;
  }

  /**
   * Returns the row of buttons under a message about an incident.
   *
   * @param page of the console
   * @param commands whether it can be taken from here, or the page be opened only
   */
  static Map<String, Object> actions(String number, String page, boolean commands) {
    var elements = new ArrayList<Map<String, Object>>();
    if (commands) {
      elements.add(button(ACKNOWLEDGE, "Acknowledge", number, "primary"));
      elements.add(
          Map.of(
              "type",
              "static_select",
              "action_id",
              ROLE,
              "placeholder",
              plain("Take a role"),
              "options",
              Arrays.stream(Role.values())
                  .map(
                      role ->
                          Map.of(
                              "text",
                              plain(capital(role.title())),
                              "value",
                              number + ":" + role.key()))
                  .toList()));
      elements.add(button(ESCALATE, "Escalate", number, "danger"));
    }
    elements.add(
        Map.of("type", "button", "action_id", OPEN, "text", plain("Open in Tocsin"), "url", page));
    return Map.of("type", "actions", "block_id", "tocsin:" + number, "elements", elements);
  }

  private static Map<String, Object> button(String id, String label, String value, String style) {
    return Map.of(
        "type", "button", "action_id", id, "text", plain(label), "value", value, "style", style);
  }

  static Map<String, Object> section(String markup) {
    return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", markup));
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
