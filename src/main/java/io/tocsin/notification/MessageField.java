package io.tocsin.notification;

import static io.tocsin.notification.MessageField.Kind.FLAG;
import static io.tocsin.notification.MessageField.Kind.LINE;
import static io.tocsin.notification.MessageField.Kind.LINES;
import static io.tocsin.notification.MessageField.Kind.LINK;
import static io.tocsin.notification.MessageField.Kind.LINKS;
import static io.tocsin.notification.MessageField.Kind.TEXT;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field that a message may name. The one list that the check at deployment and the documentation
 * go by.
 *
 * @param open whether readers outside may see it: it was written for them, or is no secret
 * @param always whether every incident has it
 * @param given whether the event brings it; the others are facts of the incident
 * @param meaning for whoever writes a message
 * @param example of its value
 */
record MessageField(
    String name,
    Kind kind,
    boolean open,
    boolean always,
    boolean given,
    String meaning,
    Object example) {

  /** How its value is written. */
  enum Kind {
    LINE,
    /** Keeps its lines. */
    TEXT,
    LINK,
    /** True or absent, for sections only. */
    FLAG,
    /** A list, to be gone through with a section. */
    LINES,
    LINKS;

    boolean list() {
      return this == LINES || this == LINKS;
    }
  }

  /** In the order of the documentation. */
  static final Map<String, MessageField> ALL = all();

  private static Map<String, MessageField> all() {
    var all = new ArrayList<MessageField>();
    facts(all);
    given(all);
    var byName = new LinkedHashMap<String, MessageField>();
    all.forEach(field -> byName.put(field.name(), field));
    return Collections.unmodifiableMap(byName);
  }

  private static void facts(List<MessageField> all) {
    all.add(always("number", true, "Number of the incident", "INC-2026-02-10-001"));
    all.add(always("title", false, "Title, as it was declared", "Checkout is down"));
    all.add(
        always("severity", false, "Severity in the policy's words, provisional or not", "SEV-1"));
    all.add(always("status", false, "Status of the response", "mitigating"));
    all.add(
        always(
            "publicStatus",
            true,
            "Status in the words of the status page: investigating, identified, monitoring, resolved",
            "identified"));
    all.add(always("event", true, "The event in words", "path team"));
    all.add(
        always("audience", true, "Whom the message, or the update that is due, is for", "team"));
    all.add(
        fact(
            "services",
            LINE,
            true,
            "Affected services by their names in the catalog; outside only those it knows",
            "Shop, Checkout"));
    all.add(fact("impactUsers", LINE, false, "Impact on users", "Nobody can pay"));
    all.add(fact("impactBusiness", LINE, false, "Impact on the business", "No sales"));
    all.add(always("started", true, "When it started", "2026-02-10 14:25 UTC"));
    all.add(always("detected", true, "When it was detected", "2026-02-10 14:29 UTC"));
    all.add(fact("detectedBy", LINE, false, "By what or whom", "external monitoring"));
    all.add(always("declared", true, "When it was declared", "2026-02-10 14:30 UTC"));
    all.add(always("duration", true, "How long it has lasted, or lasted", "1 h 25 min"));
    all.add(always("commander", false, "Who commands, or that nobody does yet", "Carla Mendes"));
    all.add(fact("technicalLead", LINE, false, "Who leads the repair", "Tariq Aziz"));
    all.add(
        fact("callLink", LINK, false, "The call of the war room", "https://call.example.org/1"));
    all.add(
        fact(
            "channelLink",
            LINK,
            false,
            "Channel or thread in Slack",
            "https://example.slack.com/archives/C1"));
    all.add(
        fact("links", LINKS, false, "All other links", List.of("https://status.example.net/7")));
    all.add(fact("recentChange", FLAG, false, "Whether a recent change is suspected", true));
    all.add(fact("cause", LINE, false, "What is known of the cause", "A bad release"));
    all.add(
        fact(
            "actions",
            LINES,
            false,
            "The last three lines on what was done or is under way",
            List.of("Roll back the shop: begun", "Roll back the shop: done")));
    all.add(fact("workaround", LINE, false, "What users can do meanwhile", "Pay by invoice"));
    all.add(
        fact(
            "expectedResolution",
            LINE,
            true,
            "When it is expected to be resolved",
            "2026-02-10 16:30 UTC"));
    all.add(
        always(
            "nextUpdate",
            true,
            "When readers hear again, or 'as soon as possible'",
            "2026-02-10 15:30 UTC"));
    all.add(
        fact(
            "asked",
            LINES,
            false,
            "Who asked for an update, and why",
            List.of("Chidi Okafor: The board meets at noon")));
    all.add(fact("resolvedAt", LINE, true, "When it was resolved", "2026-02-10 15:50 UTC"));
    all.add(fact("resolution", LINE, false, "What resolved it", "Rolled back"));
    all.add(fact("watchUntil", LINE, true, "Until when it is watched", "2026-02-11 15:50 UTC"));
    all.add(fact("reviewDue", LINE, false, "When the review is due", "2026-02-13 15:50 UTC"));
    all.add(
        fact("mergedInto", LINE, true, "The incident in which it goes on", "INC-2026-02-10-002"));
    all.add(
        fact(
            "dismissedBecause", LINE, false, "Why it was dismissed", "The check itself is broken"));
    all.add(fact("reopenedBecause", LINE, false, "Why it was reopened last", "Paying fails again"));
    all.add(link("page", false, "Page of the incident", "/incidents/INC-2026-02-10-001"));
    all.add(link("tasklist", false, "The task list", "/camunda/app/tasklist/default/"));
    all.add(
        link(
            "report",
            false,
            "Post-incident report",
            "/api/v1/incidents/INC-2026-02-10-001/report.md"));
    all.add(link("statusPage", true, "The public status page", "/status"));
  }

  private static void given(List<MessageField> all) {
    all.add(
        given(
            "text",
            TEXT,
            true,
            "The update that was written for these readers",
            "We roll back.\nPaying works again for some."));
    all.add(given("headline", LINE, true, "What the public calls it", "Trouble paying"));
    all.add(given("publicServices", LINE, true, "Services that the public is told of", "Shop"));
    all.add(given("lastWords", FLAG, true, "Whether no further update follows", true));
    all.add(
        given(
            "otherTitle",
            LINE,
            true,
            "What the public calls the incident in which it goes on",
            "Trouble with the shop"));
    all.add(given("pageName", LINE, true, "Name of the status page", "Example status"));
    all.add(given("writtenBy", LINE, false, "Who wrote words for the public", "Chidi Okafor"));
    all.add(given("toWrite", FLAG, false, "Whether they have yet to be written", true));
    all.add(given("sentBack", LINE, false, "Why they were sent back", "Too long"));
    all.add(
        given(
            "attendees",
            LINE,
            false,
            "Who is invited to the review beside the team",
            "Marek Novak"));
    all.add(given("meetingFrom", LINE, false, "When a meeting begins", "2026-02-12 14:00 UTC"));
    all.add(given("meetingUntil", LINE, false, "When it ends", "2026-02-12 15:00 UTC"));
    all.add(
        given("meetingPlace", LINE, false, "Where it is: a room, or the link of a call", "Room 3"));
    all.add(given("author", LINE, false, "Who wrote it, or did it", "Chidi Okafor"));
    all.add(given("link", LINK, true, "Where to go on", "https://status.example.org/1"));
    all.add(
        given(
            "confirmUrl",
            LINK,
            true,
            "Confirms a subscription",
            "https://status.example.org/confirm/1"));
    all.add(
        given(
            "feedback",
            LINK,
            true,
            "Where this reader says how we did, once",
            "https://tocsin.example.org/status/feedback/1"));
    all.add(given("due", LINE, true, "When something is or was due", "2026-02-10 15:00 UTC"));
    all.add(given("action", LINE, false, "What is to be run, or was", "Roll back Web shop"));
    all.add(given("target", LINE, false, "Which target of the policy", "Resolve"));
    all.add(given("within", LINE, false, "How much time the policy gives", "1 h"));
    all.add(given("percent", LINE, false, "How much of it is gone, in percent", "75"));
    all.add(given("step", LINE, false, "Step of the ladder", "Call the engineering lead"));
    all.add(given("ladder", LINE, false, "Which ladder", "technical"));
    all.add(given("why", LINE, false, "Why it happens now", "Nobody has taken the incident"));
    all.add(given("reason", LINE, false, "The reason that somebody gave", "The design is wrong"));
    all.add(given("endedBy", LINE, false, "Who ended its process in the engine", "Lena Fischer"));
    all.add(given("takesOver", LINE, false, "What role passes to whom is called", "commander"));
    all.add(
        given(
            "otherIncident", LINE, false, "The incident it may be one with", "INC-2026-02-10-002"));
    all.add(given("named", LINE, false, "Who was given the command", "Carla Mendes"));
    all.add(given("dutyRole", LINE, false, "Role that owes something", "Communications lead"));
    all.add(
        given(
            "owed", LINES, false, "What it owes", List.of("Answer users", "Schedule the review")));
    all.add(given("item", LINE, false, "An action item", "Check migrations in the pipeline"));
    all.add(given("itemKind", LINE, false, "Its kind", "preventive"));
    all.add(given("owner", LINE, false, "Who does it", "Tomas Berg"));
    all.add(given("tracker", LINK, false, "Where it is tracked", "https://tracker.example.org/41"));
    all.add(given("routine", LINE, false, "What is done regularly", "Review of the procedure"));
    all.add(given("period", LINE, false, "The period that it is owed in", "2026-02"));
    all.add(given("policy", LINE, false, "The policy that has it", "smartbeak"));
    all.add(given("name", LINE, false, "Whom a message to one person is for", "Ada Lovelace"));
    all.add(
        given("qualifiedFor", LINE, false, "What somebody is qualified for", "rotation primary"));
    all.add(given("failedEvent", LINE, false, "What could not be delivered", "declared"));
    all.add(given("error", LINE, false, "Why something failed", "The server does not answer"));
    all.add(given("process", LINE, false, "Process of a step that failed", "publish-update"));
    all.add(given("activity", LINE, false, "The step that failed", "Task_mailCustomers"));
    all.add(
        given(
            "cockpit",
            LINK,
            false,
            "Where failed steps are tried again",
            "https://tocsin.example.org/failures"));
    all.add(given("monitor", LINE, false, "A monitor that does not work", "shop-api/health"));
    all.add(given("channel", LINE, false, "Channel that a delivery took", "SMS"));
    all.add(given("recipient", LINE, false, "Whom a delivery was for", "Ada Lovelace"));
  }

  private static MessageField always(String name, boolean open, String meaning, String example) {
    return new MessageField(name, LINE, open, true, false, meaning, example);
  }

  private static MessageField fact(
      String name, Kind kind, boolean open, String meaning, Object example) {
    return new MessageField(name, kind, open, false, false, meaning, example);
  }

  private static MessageField link(String name, boolean open, String meaning, String path) {
    return new MessageField(
        name, LINK, open, true, false, meaning, "https://tocsin.example.org" + path);
  }

  private static MessageField given(
      String name, Kind kind, boolean open, String meaning, Object example) {
    return new MessageField(name, kind, open, false, true, meaning, example);
  }

  /** Returns how a value is written; what is no field of ours is one line. */
  static Kind kind(String name, @Nullable Object value) {
    var field = ALL.get(name);
    if (field != null) {
      return field.kind();
    }
    return value instanceof Collection ? LINES : value instanceof Boolean ? FLAG : LINE;
  }

  /** Returns an example of each field, to try a message with. */
  static Map<String, Object> examples() {
    var examples = new HashMap<String, Object>();
    ALL.values().forEach(field -> examples.put(field.name(), field.example()));
    return examples;
  }

  /** Returns examples of what every incident has, and nothing else. */
  static Map<String, Object> fewExamples() {
    var examples = new HashMap<String, Object>();
    ALL.values().stream()
        .filter(MessageField::always)
        .forEach(field -> examples.put(field.name(), field.example()));
    return examples;
  }
}
