package io.tocsin.chatops;

import io.tocsin.incident.Role;
import io.tocsin.spelling.Spelling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be said after {@code /incident}. */
enum Verb {
  DECLARE(
      "<title> [--service <id>] [--severity <level>] [--security]", "declare an incident", null),
  ACK("[number]", "take the incident", null, "acknowledge"),
  SEVERITY("[number] <label or 1 to 4> <reason>", "set the severity", null, "sev"),
  KIND("[number] <kind> [reason]", "say what kind of incident it is", null),
  PLAYBOOK(
      "[number] [playbook or leave, and why]",
      "show the playbook and what is open, take another, or leave it",
      null),
  COMMANDER("[number] <@person or me>", "give the command", Role.COMMANDER, "ic"),
  TECH_LEAD("[number] <@person or me>", "name the technical lead", Role.TECHNICAL_LEAD, "techlead"),
  COMMS(
      "[number] <@person or me>",
      "name the communications lead",
      Role.COMMUNICATIONS_LEAD,
      "communications"),
  SCRIBE("[number] <@person or me>", "name the scribe", Role.SCRIBE),
  MONITOR("[number] <@person or me>", "name the monitoring lead", Role.MONITORING_LEAD),
  SUPPORT("[number] <@person or me>", "name the support lead", Role.SUPPORT_LEAD),
  NOTE("[number] <text>", "add a line to the timeline", null),
  UPDATE(
      "[number] [internal, executive or public] <text>",
      "write a status update; internal if nothing else is said",
      null),
  RELEASE(
      "[number] [mark of the words]", "show words for the public that wait, or release them", null),
  SEND_BACK("[number] <mark of the words> <reason>", "want other words for the public", null),
  ESCALATE("[number] <reason> [--ladder <ladder>] [--step <step>]", "ask for the next step", null),
  STATUS(
      "[number] [investigating, identified, mitigating or monitoring, and why]",
      "show how it stands, or change it",
      null),
  RESOLVE("[number] <what resolved it>", "say that it is resolved; the health gate decides", null),
  REOPEN("[number] <reason>", "reopen it", null),
  DISMISS("[number] <reason>", "dismiss what is no incident; it cannot be reopened", null),
  MERGE("[number] <number of the other>", "merge it into another", null),
  TIMELINE("[number]", "show the last lines of the timeline", null),
  ONCALL("[rotation]", "show who is on call", null),
  HELP("[command]", "show this", null);

  private final String usage;
  private final String does;
  private final @Nullable Role role;
  private final List<String> aliases;

  Verb(String usage, String does, @Nullable Role role, String... aliases) {
    this.usage = usage;
    this.does = does;
    this.role = role;
    this.aliases = List.of(aliases);
  }

  /** Returns the word that people type. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String usage() {
    return "/incident " + word() + " " + usage;
  }

  /** Returns what it does, in words. */
  String does() {
    return does;
  }

  /** Returns the role that it gives; null when it gives none. */
  @Nullable Role role() {
    return role;
  }

  /** Returns whether it names an incident. */
  boolean ofAnIncident() {
    return this != DECLARE && this != ONCALL && this != HELP;
  }

  static Optional<Verb> find(String word) {
    var lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(verb -> verb.word().equals(lower) || verb.aliases.contains(lower))
        .findFirst();
  }

  /** Returns what somebody may have meant, if anything is near. */
  static Optional<Verb> nearest(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(verb -> verb.far(lower) <= Math.max(1, lower.length() / 3))
        .min(Comparator.comparingInt(verb -> verb.far(lower)));
  }

  private int far(String typed) {
    return Stream.concat(Stream.of(word()), aliases.stream())
        .mapToInt(known -> Spelling.distance(known, typed))
        .min()
        .orElseThrow();
  }
}
