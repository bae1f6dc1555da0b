package io.tocsin.console;

import io.tocsin.people.People;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the layout needs on every page, error pages included. */
@ControllerAdvice(basePackageClasses = PageModel.class, assignableTypes = ErrorController.class)
class PageModel {

  private final People people;
  private final SentForms sent;
  private final Clock clock;

  PageModel(People people, SentForms sent, Clock clock) {
    this.people = people;
    this.sent = sent;
    this.clock = clock;
  }

  @ModelAttribute("viewer")
  Viewer viewer(@Nullable Principal principal) {
    if (!(principal instanceof Authentication user)) {
      return Viewer.NOBODY;
    }
    return new Viewer(
        user.getName(),
        people.find(user.getName()).map(person -> person.name()).orElse(user.getName()),
        user.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .collect(Collectors.toUnmodifiableSet()));
  }

  @ModelAttribute("now")
  Instant now() {
    return clock.instant();
  }

  @ModelAttribute("sent")
  SentForms sent() {
    return sent;
  }

  @ModelAttribute("words")
  Words words() {
    return new Words();
  }
}
