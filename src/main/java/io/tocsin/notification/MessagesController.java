package io.tocsin.notification;

import io.tocsin.incident.Responders;
import io.tocsin.notification.Previews.Overview;
import io.tocsin.notification.Previews.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The words of messages, for those who respond and those who write them. They are changed by
 * deploying files to the engine.
 */
@RestController
@RequestMapping("/api/v1/messages")
class MessagesController {

  private static final String READERS = Responders.ONLY + " or hasAuthority('process-owner')";
  private static final String WRITERS = "hasAnyAuthority('process-owner','camunda-admin')";
  private static final String MAIL = "email";

  private final Previews previews;

  MessagesController(Previews previews) {
    this.previews = previews;
  }

  /**
   * A file to try out.
   *
   * @param file its name, which says what it is for
   * @param channel by which it would be sent; that of the name, else e-mail
   * @param incident that it is about; an example without it
   */
  record Trial(
      @NotBlank @Size(max = 200) String file,
      @NotBlank @Size(max = TextCheck.MAX_BYTES) String text,
      @Nullable String policy,
      @Nullable String audience,
      @Nullable String channel,
      @Nullable String incident) {}

  /** Lists events, files, channels and fields. */
  @GetMapping
  @PreAuthorize(READERS)
  Overview overview() {
    return previews.overview();
  }

  /** Gives a file as it is written, to start a change from. */
  @GetMapping(path = "/files/{file:.+}", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
  @PreAuthorize(READERS)
  String file(@PathVariable String file) {
    return previews.text(file);
  }

  /** Shows how a message would read. */
  @GetMapping("/{event}/preview")
  @PreAuthorize(READERS)
  Shown preview(
      @PathVariable String event,
      @RequestParam(required = false) @Nullable String policy,
      @RequestParam(defaultValue = "team") String audience,
      @RequestParam(defaultValue = MAIL) String channel,
      @RequestParam(required = false) @Nullable String incident,
      Authentication reader) {
    return previews.show(event, policy, audience, channel, incident, reader);
  }

  /** Checks a file that is not deployed yet, and shows how it would read. */
  @PostMapping("/preview")
  @PreAuthorize(WRITERS)
  Shown tryOut(@Valid @RequestBody Trial trial, Authentication reader) {
    var named = TextName.read(trial.file()).map(TextName::channel).orElse(null);
    return previews.tryOut(
        trial.file(),
        trial.text(),
        trial.policy(),
        trial.audience() == null ? "team" : trial.audience(),
        trial.channel() != null ? trial.channel() : named != null ? named : MAIL,
        trial.incident(),
        reader);
  }
}
