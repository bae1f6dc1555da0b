package io.tocsin.people;

import io.tocsin.problem.NotFoundException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is called now. */
@RestController
@RequestMapping("/api/v1/oncall")
class OnCallController {

  private final Directory directory;

  OnCallController(Directory directory) {
    this.directory = directory;
  }

  /**
   * One rotation now.
   *
   * @param person user id; null, like the times, while the rotation has not started
   */
  record OnCall(
      String rotation,
      @Nullable String person,
      @Nullable String name,
      @Nullable String phone,
      @Nullable Instant from,
      @Nullable Instant until) {}

  @GetMapping
  List<OnCall> all() {
    return directory.rotationIds().stream().map(this::now).toList();
  }

  @GetMapping("/{rotation}")
  OnCall one(@PathVariable String rotation) {
    var known = directory.rotationIds();
    if (!known.contains(rotation)) {
      throw new NotFoundException(
          "There is no rotation '%s'; there are %s"
              .formatted(rotation, known.isEmpty() ? "none" : String.join(", ", known)));
    }
    return now(rotation);
  }

  private OnCall now(String rotation) {
    var shift = directory.shift(rotation).orElse(null);
    var person = shift == null ? null : directory.find(shift.person()).orElse(null);
    return shift == null || person == null
        ? new OnCall(rotation, null, null, null, null, null)
        : new OnCall(
            rotation, person.id(), person.name(), person.phone(), shift.from(), shift.until());
  }
}
