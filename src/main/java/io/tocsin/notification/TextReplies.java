package io.tocsin.notification;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Taking.Outcome;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import io.tocsin.problem.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Answers people who answer our text messages. Numbers that we do not know hear nothing. */
@Service
class TextReplies {

  private static final int MAX_TEXT = 200;
  private static final int MAX_LISTED = 5;

  private static final Set<String> TAKE = Set.of("ACK", "ACKNOWLEDGE", "TAKE", "4");
  private static final Set<String> PASS = Set.of("ESC", "ESCALATE", "PASS", "5");

  private static final Pattern NUMBER =
      Pattern.compile("(INC|DRILL)-\\d{4}-\\d{2}-\\d{2}-\\d{3,9}");
  private static final Pattern SHORT_NUMBER = Pattern.compile("\\d{3,9}");

  private static final String HELP =
      "Reply ACK to take the incident, or ESC if you cannot and the next one is to be called."
          + " Add the number if there are several.";

  /** Who writes. */
  private record Caller(String id, String name) {}

  private final People people;
  private final Incidents incidents;
  private final Callbacks callbacks;
  private final Taking taking;

  TextReplies(People people, Incidents incidents, Callbacks callbacks, Taking taking) {
    this.people = people;
    this.incidents = incidents;
    this.callbacks = callbacks;
    this.taking = taking;
  }

  /**
   * Does what a text says.
   *
   * @param from the sender's number
   * @param key of the text; the same one passes the incident on once
   * @return the answer; empty for somebody unknown
   */
  Optional<String> to(String from, String text, String key) {
    return caller(from).map(caller -> answerOrLater(caller, text, key));
  }

  /** Twilio does not send a text a second time, and says nothing to whoever has written it. */
  private String answerOrLater(Caller caller, String text, String key) {
    try {
      return answer(caller, text, key);
    } catch (RuntimeException e) {
      if (!Unavailable.isCauseOf(e)) {
        throw e;
      }
      return "That could not be noted just now. Send it again in a minute.";
    }
  }

  private String answer(Caller caller, String text, String key) {
    if (text.length() > MAX_TEXT) {
      return HELP;
    }
    var words = List.of(text.strip().toUpperCase(Locale.ROOT).split("[\\s,.;:!#]+"));
    var take = TAKE.contains(words.get(0));
    // "I cannot take it", "Back in 5 min": a sentence is for a person, and none of ours to guess
    // at.
    if (!(take || PASS.contains(words.get(0))) || !onlyNumber(words.subList(1, words.size()))) {
      return HELP;
    }
    var meant = meant(caller, words);
    if (meant.size() != 1) {
      return meant.isEmpty()
          ? "No incident waits for you."
          : "Several wait: %s. Reply %s and the number."
              .formatted(
                  meant.stream()
                      .limit(MAX_LISTED)
                      .map(IncidentView::number)
                      .collect(Collectors.joining(", ")),
                  take ? "ACK" : "ESC");
    }
    var number = meant.get(0).number();
    var actor = Actor.phone(caller.id());
    return number
        + ": "
        + said(take ? taking.take(number, actor) : taking.pass(number, actor, caller.name(), key));
  }

  /** Of what somebody was called for: the one that is named, else those that wait. */
  private List<IncidentView> meant(Caller caller, List<String> words) {
    var named =
        words.stream().filter(word -> NUMBER.matcher(word).matches()).findFirst().orElse(null);
    if (named != null) {
      return incidents
          .find(named)
          .filter(incident -> callbacks.told(caller.id(), incident.number()))
          .filter(incident -> taking.concerns(incident, caller.id()))
          .map(List::of)
          .orElse(List.of());
    }
    var called =
        callbacks.calledFor(caller.id()).stream()
            .map(incidents::get)
            .filter(incident -> incident.status().responding())
            .filter(incident -> taking.concerns(incident, caller.id()))
            .toList();
    var shortened = shortened(words);
    if (shortened != null) {
      return called.stream().filter(i -> i.number().endsWith("-" + shortened)).toList();
    }
    var waiting = called.stream().filter(incident -> incident.takenAt() == null).toList();
    // Nothing waits: the newest one tells who has it.
    return waiting.isEmpty() ? called.stream().limit(1).toList() : new ArrayList<>(waiting);
  }

  private static boolean onlyNumber(List<String> rest) {
    return rest.isEmpty()
        || rest.size() == 1
            && (NUMBER.matcher(rest.get(0)).matches()
                || SHORT_NUMBER.matcher(rest.get(0)).matches());
  }

  private static @Nullable String shortened(List<String> words) {
    return words.stream()
        .filter(word -> SHORT_NUMBER.matcher(word).matches())
        .findFirst()
        .orElse(null);
  }

  private static String said(Outcome outcome) {
    return switch (outcome.result()) {
      case TAKEN -> "it is yours now.";
      case MINE -> "you have taken it already.";
      case OTHER -> outcome.by() + " has taken it already.";
      case OVER -> "it is " + outcome.incident().status().word() + " already.";
      case PASSED -> "the next one is being called.";
      case NOBODY -> "there is nobody further to call. It is still waiting for you.";
      case NONE -> "it does not wait for you.";
    };
  }

  /** Two people of one number are nobody: one of them would act for the other. */
  private Optional<Caller> caller(String from) {
    var known =
        Stream.concat(
                people.all().stream()
                    .filter(person -> from.equals(person.phone()))
                    .map(person -> new Caller(person.id(), person.name())),
                people.contacts().stream()
                    .filter(contact -> contact.kind() == Contact.Kind.PERSON)
                    .filter(contact -> from.equals(Objects.toString(contact.phone(), "")))
                    .map(contact -> new Caller(contact.id(), contact.name())))
            .limit(2)
            .toList();
    return known.size() == 1 && !from.isBlank() ? Optional.of(known.get(0)) : Optional.empty();
  }
}
