package io.tocsin.procedure;

import io.tocsin.engine.ModelVersions.Version;
import io.tocsin.procedure.Procedure.Chosen;
import io.tocsin.procedure.Procedure.Comparison;
import io.tocsin.procedure.Procedure.DryRun;
import io.tocsin.procedure.Procedure.Model;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The deployed procedure for programs of its owner. */
@RestController
@RequestMapping("/api/v1/procedure")
@PreAuthorize(Procedure.OWNERS)
class ProcedureController {

  private final Procedure procedure;

  ProcedureController(Procedure procedure) {
    this.procedure = procedure;
  }

  /**
   * Between which versions.
   *
   * @param also activities of the old version to go on elsewhere in the new one, by their ids
   */
  record Between(
      @NotNull Integer from,
      @NotNull Integer to,
      @Nullable @Size(max = 200) Map<String, String> also) {}

  /**
   * What to move.
   *
   * @param incidents numbers; all that run on the version when {@code all} is true
   * @param instances the engine's ids
   */
  record Wanted(
      @NotNull Integer from,
      @NotNull Integer to,
      @Nullable @Size(max = 200) Map<String, String> also,
      boolean all,
      @Nullable @Size(max = 10_000) Set<String> incidents,
      @Nullable @Size(max = 10_000) Set<String> instances) {}

  /** Returns all models with their versions. */
  @GetMapping("/models")
  List<Model> models() {
    return procedure.models();
  }

  @GetMapping("/models/{key}")
  Model model(@PathVariable String key) {
    return procedure.model(key);
  }

  @GetMapping("/models/{key}/versions/{number}")
  Version version(@PathVariable String key, @PathVariable int number) {
    return procedure.version(key, number);
  }

  /** Returns the file of a version, BPMN or DMN. */
  @GetMapping(
      path = "/models/{key}/versions/{number}/file",
      produces = MediaType.APPLICATION_XML_VALUE + ";charset=UTF-8")
  String file(@PathVariable String key, @PathVariable int number) {
    return procedure.source(procedure.version(key, number));
  }

  @GetMapping("/models/{key}/comparison")
  Comparison compare(@PathVariable String key, @RequestParam int from, @RequestParam int to) {
    return procedure.compare(key, from, to);
  }

  /** Returns what moving would do. */
  @PostMapping("/models/{key}/dry-run")
  DryRun dryRun(
      @PathVariable String key, @Valid @RequestBody Between between, Authentication user) {
    return procedure.dryRun(
        key, between.from(), between.to(), orNone(between.also()), user.getName());
  }

  @PostMapping("/models/{key}/moves")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Move move(@PathVariable String key, @Valid @RequestBody Wanted wanted, Authentication user) {
    return procedure.move(
        key,
        wanted.from(),
        wanted.to(),
        orNone(wanted.also()),
        new Chosen(
            wanted.all(),
            wanted.incidents() == null ? Set.of() : wanted.incidents(),
            wanted.instances() == null ? Set.of() : wanted.instances()),
        user.getName(),
        groups(user));
  }

  /** Returns the newest moves of a model: how many were moved, not which. */
  @GetMapping("/models/{key}/moves")
  List<Move> moves(@PathVariable String key) {
    procedure.model(key);
    return procedure.moves(key);
  }

  @GetMapping("/moves/{id}")
  Move moved(@PathVariable UUID id, Authentication user) {
    return procedure.moved(id, user.getName());
  }

  @PostMapping("/moves/{id}/undo")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Move undo(@PathVariable UUID id, Authentication user) {
    return procedure.undo(id, user.getName(), groups(user));
  }

  private static Map<String, String> orNone(@Nullable Map<String, String> also) {
    return also == null ? Map.of() : also;
  }

  private static List<String> groups(Authentication user) {
    return user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
  }
}
