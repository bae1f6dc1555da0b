package io.tocsin.chatops;

import static io.tocsin.slack.SlackText.escape;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.people.People;
import io.tocsin.playbook.PlaybookProgress;
import io.tocsin.playbook.PlaybookProgress.Item;
import io.tocsin.playbook.PlaybookProgress.Progress;
import io.tocsin.playbook.PlaybookProgress.Step;
import io.tocsin.slack.SlackText;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Shows in the chat how far an incident is with its playbook. */
@Component
class ChatGuide {

  private static final int MAX_FITS = 3;

  private final PlaybookProgress progress;
  private final IncidentProperties properties;
  private final People people;

  ChatGuide(PlaybookProgress progress, IncidentProperties properties, People people) {
    this.progress = progress;
    this.properties = properties;
    this.people = people;
  }

  /** Returns the playbook, what is open of it, and what fits. */
  String shown(IncidentView incident) {
    var read = progress.of(incident);
    var lines = new ArrayList<String>();
    lines.add(
        "*%s* %s"
            .formatted(
                SlackText.link(properties.pageOf(incident.number()), incident.number()),
                followed(read)));
    read.open().forEach(step -> lines.addAll(open(step)));
    read.proposals().stream()
        .limit(MAX_FITS)
        .map(fit -> "Fits: *%s* (`%s`). %s".formatted(fit.title(), fit.playbook(), fit.reason()))
        .map(SlackText::escape)
        .forEach(lines::add);
    if (incident.status().responding()) {
      lines.add(
          "`/incident playbook %s <name>` takes one up%s"
              .formatted(
                  incident.number(),
                  read.following() == null ? "" : ", `leave` instead of a name leaves it")
              .replace("<", "&lt;")
              .replace(">", "&gt;"));
    }
    return String.join("\n", lines);
  }

  private String followed(Progress read) {
    var following = read.following();
    if (following == null) {
      return "follows no playbook";
    }
    var by = following.by() == null ? "" : ", chosen by " + name(following.by());
    var why = following.reason() == null ? "" : ": " + following.reason();
    return "follows *" + escape(following.title()) + "*" + escape(by + why);
  }

  private static List<String> open(Step step) {
    var items = step.items();
    var open = items.stream().filter(item -> item.by() == null).map(Item::text).toList();
    var lines = new ArrayList<String>();
    lines.add(
        "Open: *%s*%s"
            .formatted(
                escape(step.name()),
                items.isEmpty()
                    ? ""
                    : ", %d of %d ticked".formatted(items.size() - open.size(), items.size())));
    open.forEach(text -> lines.add("• " + escape(text)));
    return lines;
  }

  private String name(String id) {
    return id.equals(Actor.ENGINE.id()) ? "Tocsin" : people.name(id);
  }
}
