package io.tocsin.chatops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The messages whose buttons are pressed: once taken, they say by whom and ask no more. */
@Component
class PressedMessages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACKNOWLEDGE = "tocsin-acknowledge";

  /** Returns the message as it is after it was acknowledged by its button; empty for others. */
  Optional<JsonNode> acknowledged(ChatCommandRecord command, String text) {
    if (command.message() == null || !command.text().startsWith(Verb.ACK.word() + " ")) {
      return Optional.empty();
    }
    try {
      var blocks = JSON.readTree(command.message());
      if (!(blocks instanceof ArrayNode all) || all.isEmpty() || all.size() > 49) {
        return Optional.empty();
      }
      for (var block : all) {
        if (block.path("elements") instanceof ArrayNode elements) {
          for (int i = elements.size() - 1; i >= 0; i--) {
            if (elements.get(i).path("action_id").asText().equals(ACKNOWLEDGE)) {
              elements.remove(i);
            }
          }
        }
      }
      var said = JSON.createObjectNode().put("type", "context");
      said.putArray("elements").addObject().put("type", "mrkdwn").put("text", text);
      return Optional.of(all.add(said));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
