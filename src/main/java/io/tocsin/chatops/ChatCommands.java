package io.tocsin.chatops;

import static io.tocsin.slack.SlackText.escape;
import static java.util.Objects.requireNonNull;

import io.tocsin.engine.Apart;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.ChatProcess;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.problem.Unavailable;
import io.tocsin.slack.ChatResponses;
import io.tocsin.slack.IncidentChannels;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Commands from the chat, from the moment that they come to their answer. */
@Service
class ChatCommands {

  private static final Logger LOG = LoggerFactory.getLogger(ChatCommands.class);

  private final ChatRunner runner;
  private final ChatCommandRecords records;
  private final ChatProcess process;
  private final ChatResponses responses;
  private final IncidentChannels rooms;
  private final Incidents incidents;
  private final PressedMessages pressed;
  private final Atomic atomic;
  private final Apart apart;

  ChatCommands(
      ChatRunner runner,
      ChatCommandRecords records,
      ChatProcess process,
      ChatResponses responses,
      IncidentChannels rooms,
      Incidents incidents,
      PressedMessages pressed,
      Atomic atomic,
      Apart apart) {
    this.runner = runner;
    this.records = records;
    this.process = process;
    this.responses = responses;
    this.rooms = rooms;
    this.incidents = incidents;
    this.pressed = pressed;
    this.atomic = atomic;
    this.apart = apart;
  }

  /**
   * Takes a command: one that only reads or cannot be understood is answered at once, any other
   * kept for the engine.
   *
   * @return the text of the answer, in Slack's markup
   */
  String receive(ChatCommandRecord command) {
    try {
      return taken(command);
    } catch (RuntimeException e) {
      if (!Unavailable.isCauseOf(e)) {
        throw e;
      }
      // Of a 503 Slack says only that the command failed.
      LOG.warn("A command from the chat is not taken: {}", Unavailable.reason(e));
      return "Not done: it cannot be done at this moment. Send it again";
    }
  }

  private String taken(ChatCommandRecord command) {
    try {
      var asked = Grammar.read(command.text());
      var person = runner.person(command.user());
      if (asked.readsOnly()) {
        return runner.run(asked, person, command.channel()).text();
      }
    } catch (NotUnderstoodException | InvalidInputException | NotFoundException e) {
      return escape(refusal(e));
    }
    keep(command);
    return "On it.";
  }

  /** Keeps a command for the engine; one that came before is not done again. */
  void keep(ChatCommandRecord command) {
    if (!responses.allows(command.responseUrl())) {
      throw new InvalidInputException("response_url", "is no address of Slack");
    }
    atomic.run(
        () -> {
          if (records.add(command)) {
            process.commandReceived(command.id().toString());
          }
        });
  }

  /**
   * Carries out a command that was kept, once.
   *
   * @param lastAttempt whether nobody tries again by itself if it fails
   */
  void carryOut(UUID id, boolean lastAttempt) {
    var command = records.get(id);
    if (!command.state().equals("received")) {
      return;
    }
    try {
      apart.call(
          () -> {
            var person = runner.person(command.user());
            var reply = runner.run(Grammar.read(command.text()), person, command.channel());
            settle(command, "done", reply);
            return Boolean.TRUE;
          });
    } catch (NotUnderstoodException
        | InvalidInputException
        | NotFoundException
        | ConflictException e) {
      settle(command, "refused", new Reply("Not done. " + escape(refusal(e)), null));
    } catch (RuntimeException e) {
      if (!lastAttempt) {
        throw e;
      }
      LOG.error("The command {} from the chat could not be carried out", id, e);
      settle(
          command,
          "failed",
          new Reply(
              "Not done: something is wrong in Tocsin itself. Use the console or the Tasklist, and"
                  + " tell an operator",
              null));
    }
  }

  /** Answers a command that was carried out. */
  void answer(UUID id) {
    var command = records.get(id);
    if (command.answered()) {
      return;
    }
    if (!responses.answer(command.responseUrl(), message(command))) {
      LOG.warn("The answer to the command {} from the chat was not taken", id);
    }
    records.answered(id);
  }

  private Map<String, ?> message(ChatCommandRecord command) {
    var text = requireNonNull(command.answer());
    if (command.state().equals("done") && command.message() != null) {
      var instead = pressed.acknowledged(command, text);
      if (instead.isPresent()) {
        return Map.of("replace_original", true, "text", text, "blocks", instead.get());
      }
    }
    return Map.of(
        "response_type",
        command.openAnswer() ? "in_channel" : "ephemeral",
        "replace_original",
        false,
        "text",
        text);
  }

  /** Everybody in the incident's own channel may see what was done; elsewhere one person does. */
  private void settle(ChatCommandRecord command, String state, Reply reply) {
    var known = Optional.ofNullable(reply.incident()).flatMap(incidents::find);
    var number = known.map(IncidentView::number);
    var open =
        state.equals("done")
            && known.isPresent()
            && rooms.incidentOf(command.channel()).equals(number)
            // The command may have made it one, and its public channel is left only now.
            && (!known.get().security() || rooms.restricted(command.channel()));
    records.settle(command.id(), state, reply.text(), open, number.orElse(null));
  }

  /** The words of the refusal, without the name of the field. */
  private static String refusal(RuntimeException e) {
    var words = String.valueOf(e.getMessage());
    if (e instanceof InvalidInputException input) {
      words = words.replaceFirst("^" + input.field() + ": ", "");
    }
    return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
