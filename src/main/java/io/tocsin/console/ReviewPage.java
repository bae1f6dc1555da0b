package io.tocsin.console;

import io.tocsin.actionitem.Improvers;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.review.BlamelessWording;
import io.tocsin.review.Correction;
import io.tocsin.review.MeetingWish;
import io.tocsin.review.ReviewMeetings;
import io.tocsin.review.ReviewText;
import io.tocsin.review.ReviewVersion;
import io.tocsin.review.Reviewing;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The review of an incident: its meeting, its versions, and what differs between two of them. */
@Controller
@RequestMapping("/incidents/{number}/review")
class ReviewPage {

  private static final String MEETING = "meeting";
  private static final String CORRECT = "correct";
  private static final String CALL_OFF = "call-off";
  private static final int MINUTE = "2026-02-12T14:00".length();

  private final Incidents incidents;
  private final Reviewing reviewing;
  private final ReviewMeetings meetings;
  private final BlamelessWording wording;
  private final People people;
  private final SentForms sent;
  private final Clock clock;

  ReviewPage(
      Incidents incidents,
      Reviewing reviewing,
      ReviewMeetings meetings,
      BlamelessWording wording,
      People people,
      SentForms sent,
      Clock clock) {
    this.incidents = incidents;
    this.reviewing = reviewing;
    this.meetings = meetings;
    this.wording = wording;
    this.people = people;
    this.sent = sent;
    this.clock = clock;
  }

  /** A line of the list of versions. */
  record Line(ReviewVersion version, String author, List<String> changed) {}

  /** Somebody who can be ticked. */
  record Choice(String id, String name, boolean ticked) {}

  /**
   * Shows a version.
   *
   * @param version the newest if none is named
   * @param since the version that it is compared with; null compares with none
   */
  @GetMapping
  String page(
      @PathVariable String number,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable Integer since,
      Model model) {
    return show(number, version, since, Refused.NOTHING, null, model);
  }

  @PostMapping("/correct")
  @PreAuthorize(Improvers.ONLY)
  String correct(
      @PathVariable String number,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    return answered(
        number,
        CORRECT,
        values,
        null,
        () -> {
          var written = reviewing.correct(number, correction(values), viewer.actor());
          return "Version %d is the newest.".formatted(written.version());
        },
        model,
        next,
        response);
  }

  @PostMapping("/meeting")
  @PreAuthorize(Improvers.ONLY)
  String schedule(
      @PathVariable String number,
      @RequestParam MultiValueMap<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    var ticked = values.getOrDefault("attendees", List.of());
    return answered(
        number,
        MEETING,
        values.toSingleValueMap(),
        ticked,
        () -> {
          var wish = wish(values.toSingleValueMap(), ticked);
          var unused = meetings.schedule(number, wish, viewer.actor());
          return "Set. Those invited get it by e-mail.";
        },
        model,
        next,
        response);
  }

  @PostMapping("/call-off")
  @PreAuthorize(Improvers.ONLY)
  String callOff(
      @PathVariable String number,
      @RequestParam Map<String, String> values,
      @ModelAttribute(name = "viewer", binding = false) Viewer viewer,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    return answered(
        number,
        CALL_OFF,
        values,
        null,
        () -> {
          var reason = new Entered(values).text("reason");
          var unused = meetings.callOff(number, reason, viewer.actor());
          return "Called off. Those invited get word by e-mail.";
        },
        model,
        next,
        response);
  }

  private String answered(
      String number,
      String form,
      Map<String, String> values,
      @Nullable List<String> ticked,
      Supplier<String> command,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    return Refused.orDone(
        form,
        values,
        response,
        () ->
            sent.once(
                next,
                () -> {
                  next.addFlashAttribute("done", command.get());
                  return "redirect:/incidents/" + number + "/review";
                }),
        refused -> show(number, null, null, refused, ticked, model));
  }

  private String show(
      String number,
      @Nullable Integer version,
      @Nullable Integer since,
      Refused refused,
      @Nullable List<String> ticked,
      Model model) {
    var incident = incidents.get(number);
    var versions = reviewing.versions(number);
    var newest = versions.isEmpty() ? null : versions.get(0).version();
    var chosen = version == null ? newest : version;
    var review = chosen == null ? null : reviewing.version(number, chosen);
    model.addAttribute("incident", incident);
    model.addAttribute("refused", refused);
    model.addAttribute("versions", versions.stream().map(this::line).toList());
    model.addAttribute("newest", newest);
    model.addAttribute("review", review);
    model.addAttribute("author", review == null ? null : name(review.author()));
    model.addAttribute("hints", review == null ? List.of() : wording.hints(review.text()));
    model.addAttribute("known", newest == null ? Map.of() : known(incident, newest, refused));
    model.addAttribute("titles", Reviewing.titles());
    model.addAttribute("since", review == null ? null : since);
    model.addAttribute(
        "differences",
        review == null || since == null
            ? List.of()
            : reviewing.difference(number, since, review.version()));
    meeting(number, ticked, model);
    return "review";
  }

  private void meeting(String number, @Nullable List<String> ticked, Model model) {
    var set = meetings.find(number).orElse(null);
    var now = clock.instant();
    var coming = set != null && set.ahead(now) ? set : null;
    var choices = new LinkedHashMap<String, String>();
    var proposed = meetings.proposed(number);
    proposed.forEach(who -> choices.put(who.id(), who.name()));
    if (coming != null) {
      coming.attendees().forEach(id -> choices.putIfAbsent(id, meetings.who(id).name()));
    }
    var marked =
        ticked != null
            ? ticked
            : coming != null ? coming.attendees() : proposed.stream().map(Addressee::id).toList();
    model.addAttribute(MEETING, set);
    model.addAttribute("ahead", coming != null);
    model.addAttribute(
        "invited", set == null ? List.of() : set.attendees().stream().map(meetings::who).toList());
    model.addAttribute(
        "choices",
        choices.entrySet().stream()
            .map(who -> new Choice(who.getKey(), who.getValue(), marked.contains(who.getKey())))
            .toList());
    model.addAttribute("from", coming != null ? coming.from().toString().substring(0, MINUTE) : "");
    model.addAttribute(
        "minutes",
        coming != null
            ? Duration.between(coming.from(), coming.until()).toMinutes()
            : MeetingWish.USUAL_MINUTES);
    model.addAttribute("place", coming != null ? coming.place() : "");
  }

  private Line line(ReviewVersion version) {
    return new Line(
        version,
        name(version.author()),
        version.changed().stream()
            .map(field -> Reviewing.titles().getOrDefault(field, field))
            .toList());
  }

  private String name(String person) {
    return people.name(person);
  }

  /**
   * What the newest version says, as the form of a correction shows it, with the cause that the
   * record has learnt since. What was typed stays; but where somebody else wrote a version
   * meanwhile, only what the person had changed, so that nothing of the other is taken back.
   */
  private Map<String, String> known(IncidentView incident, int newest, Refused refused) {
    var number = incident.number();
    var known =
        fields(
            reviewing
                .version(number, newest)
                .text()
                .withCause(incident.rootCause(), incident.whys(), incident.resolution()));
    if (refused.form().equals(CORRECT)) {
      var read = versionRead(refused.values());
      var before =
          read == null || read < 1 || read >= newest
              ? Map.<String, String>of()
              : fields(reviewing.version(number, read).text());
      known.replaceAll(
          (field, now) -> {
            var typed = refused.value(CORRECT, field).replace("\r\n", "\n");
            return typed.equals(before.get(field)) ? now : typed;
          });
    }
    return known;
  }

  private static Map<String, String> fields(ReviewText text) {
    var known = new LinkedHashMap<String, String>();
    known.put("summary", text.summary());
    known.put("impact", some(text.impact()));
    known.put("rootCause", some(text.rootCause()));
    known.put("whys", String.join("\n", text.whys()));
    known.put("resolution", some(text.resolution()));
    known.put("wentWell", some(text.wentWell()));
    known.put("couldImprove", some(text.couldImprove()));
    known.put("lessons", some(text.lessons()));
    known.put("publicSummary", some(text.publicSummary()));
    return known;
  }

  private static String some(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Correction correction(Map<String, String> values) {
    var whys = values.get("whys");
    return new Correction(
        values.get("reason"),
        values.get("summary"),
        values.get("impact"),
        values.get("rootCause"),
        whys == null ? null : List.copyOf(whys.lines().toList()),
        values.get("resolution"),
        values.get("wentWell"),
        values.get("couldImprove"),
        values.get("lessons"),
        values.get("publicSummary"),
        versionRead(values));
  }

  private static @Nullable Integer versionRead(Map<String, String> values) {
    try {
      return values.containsKey("version") ? Integer.valueOf(values.get("version")) : null;
    } catch (NumberFormatException e) {
      // The page fills it in; no version is what was read then, and that is refused.
      return 0;
    }
  }

  private static MeetingWish wish(Map<String, String> values, List<String> ticked) {
    var entered = new Entered(values);
    var others = entered.optional("others");
    var invited = new ArrayList<@Nullable String>(ticked);
    if (others != null) {
      Stream.of(others.split(",")).forEach(invited::add);
    }
    return new MeetingWish(
        from(entered.optional("from")),
        minutes(entered.optional("minutes")),
        entered.optional("place"),
        invited);
  }

  private static @Nullable Instant from(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "from", "'" + text + "' is not a time such as 2026-02-12T14:00");
    }
  }

  private static @Nullable Integer minutes(@Nullable String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("minutes", "'" + text + "' is no number");
    }
  }
}
