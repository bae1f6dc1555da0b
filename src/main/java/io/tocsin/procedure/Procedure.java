package io.tocsin.procedure;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.Migrations;
import io.tocsin.engine.Migrations.Plan;
import io.tocsin.engine.Migrations.Route;
import io.tocsin.engine.Migrations.Running;
import io.tocsin.engine.ModelVersions;
import io.tocsin.engine.ModelVersions.Version;
import io.tocsin.incident.Access;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/** The procedure as it is deployed, for those who change it. */
@Service
public class Procedure {

  /** For {@code @PreAuthorize}: who may look at versions and move incidents. */
  public static final String OWNERS = "hasAnyAuthority('process-owner','camunda-admin')";

  /** So many instances are tried one by one beforehand; each takes some milliseconds. */
  static final int TRIED = 50;

  private static final int MOVES = 20;
  private static final int SHOWN = 500;

  private final ModelVersions versions;
  private final Migrations migrations;
  private final MoveStore moves;
  private final Access access;
  private final Atomic atomic;

  Procedure(
      ModelVersions versions,
      Migrations migrations,
      MoveStore moves,
      Access access,
      Atomic atomic) {
    this.versions = versions;
    this.migrations = migrations;
    this.moves = moves;
    this.access = access;
    this.atomic = atomic;
  }

  /**
   * A model.
   *
   * @param versions newest first
   */
  public record Model(String key, String name, boolean process, List<Version> versions) {

    /** Returns the version that new incidents take. */
    public Version newest() {
      return versions.get(0);
    }

    /** Returns how many instances run, on whatever version. */
    public long running() {
      return versions.stream().mapToLong(Version::running).sum();
    }

    /** Returns how many instances run on a version that says something else than the newest. */
    public long behind() {
      return versions.stream()
          .filter(version -> !version.hasFileOf(newest()))
          .mapToLong(Version::running)
          .sum();
    }
  }

  /** What differs between two versions. */
  public record Comparison(Version from, Version to, List<Change> changes) {}

  /**
   * What moving would do.
   *
   * @param instances how many run on the version
   * @param tried of these, one by one, at most {@value #TRIED}
   */
  public record DryRun(Version from, Version to, Plan plan, long instances, List<Tried> tried) {

    /** Returns how many of those that were tried cannot be moved. */
    public long refused() {
      return tried.stream().filter(one -> one.refused() != null).count();
    }
  }

  /**
   * An instance that was tried.
   *
   * @param incident its number; null when it belongs to none, or to one that is not for the reader
   * @param at names of the activities where it is
   * @param refused why it cannot be moved; null when it can
   */
  public record Tried(
      String instance, @Nullable String incident, List<String> at, @Nullable String refused) {}

  /** Returns all models. */
  public List<Model> models() {
    return group(versions.all());
  }

  /** Returns one model. */
  public Model model(String key) {
    var found = group(versions.of(key));
    if (found.isEmpty()) {
      throw new NotFoundException("No model '" + key + "' is deployed");
    }
    return found.get(0);
  }

  /** Returns a version of a model. */
  public Version version(String key, int number) {
    return model(key).versions().stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("'%s' has no version %d".formatted(key, number)));
  }

  /** Returns the file of a version. */
  public String source(Version version) {
    return versions.source(version);
  }

  /** Returns the decision tables of a version. */
  public DecisionFile decisions(Version version) {
    return DecisionFile.read(
        version.file(), versions.source(version).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what differs between two versions. */
  public Comparison compare(String key, int from, int to) {
    var before = version(key, from);
    var after = version(key, to);
    return new Comparison(
        before,
        after,
        before.process()
            ? Differences.ofProcess(versions.source(before), versions.source(after))
            : Differences.ofDecisions(decisions(before), decisions(after)));
  }

  /**
   * Returns what moving all instances of a version would do, without doing it.
   *
   * @param user who asks
   */
  public DryRun dryRun(String key, int from, int to, Map<String, String> also, String user) {
    var source = process(key, from);
    var target = process(key, to);
    requireDifferent(source, target);
    var route = new Route(source.id(), target.id());
    var plan = migrations.plan(route, checked(also));
    var running = migrations.running(source.id());
    var some = running.subList(0, Math.min(TRIED, running.size()));
    var refused =
        plan.faults().isEmpty()
            ? migrations.refused(route, also, some.stream().map(Running::instance).toList(), TRIED)
            : Map.<String, String>of();
    var hidden = access.unreadable(user, numbers(some));
    return new DryRun(
        source,
        target,
        plan,
        running.size(),
        some.stream()
            .map(
                one ->
                    new Tried(
                        one.instance(),
                        shown(one.number(), hidden),
                        one.at(),
                        refused.get(one.instance())))
            .toList());
  }

  /**
   * Which instances to move.
   *
   * @param all every one that runs on the version
   * @param incidents else those of these incidents
   * @param instances and these, by the engine's ids
   */
  public record Chosen(boolean all, Set<String> incidents, Set<String> instances) {

    boolean takes(Running running) {
      return all
          || instances.contains(running.instance())
          || (running.number() != null && incidents.contains(running.number()));
    }
  }

  /**
   * Has instances go on in another version. Those that cannot, of the first {@value #TRIED}, are
   * left out with the reason; of more than that, the engine finds out one by one.
   *
   * @param groups of the user
   * @throws ConflictException when none can be moved, saying why, or when some wait in another move
   */
  public Move move(
      String key,
      int from,
      int to,
      Map<String, String> also,
      Chosen chosen,
      String user,
      List<String> groups) {
    var source = process(key, from);
    var target = process(key, to);
    requireDifferent(source, target);
    var running = migrations.running(source.id()).stream().filter(chosen::takes).toList();
    if (running.isEmpty()) {
      throw new ConflictException(
          "Nothing that was chosen runs on version %d of '%s'".formatted(from, key));
    }
    return begin(
        source,
        target,
        Map.of(checked(also), running.stream().map(Running::instance).toList()),
        Map.of(),
        running,
        null,
        user,
        groups);
  }

  /**
   * Has the instances of a move go back to where they came from, as far as they can; what is not
   * moved yet stays where it is, whatever becomes of the others.
   *
   * @return the way back; the move itself when nothing had been moved
   * @throws ConflictException when none can go back, saying why
   */
  public Move undo(UUID id, String user, List<String> groups) {
    var move = moves.get(id);
    if (move.undoneBy() != null) {
      throw new ConflictException("This was taken back already");
    }
    if (move.undoes() != null) {
      throw new ConflictException("This took another move back; move them anew instead");
    }
    var source = present(move.source(), move.sourceNumber());
    var target = present(move.target(), move.targetNumber());
    var stopped = stop(id);
    var moved = moves.movedBy(id);
    var running =
        migrations.running(target.id()).stream()
            .filter(one -> moved.containsKey(one.instance()))
            .toList();
    if (running.isEmpty() && stopped) {
      return moved(id, user);
    }
    if (running.isEmpty()) {
      throw new ConflictException(
          moved.isEmpty()
              ? "Nothing was moved yet"
              : "Nothing of what was moved runs on version %d any more"
                  .formatted(move.targetNumber()));
    }
    var kept = migrations.kept(new Route(target.id(), source.id()));
    var ways = new LinkedHashMap<Map<String, String>, List<String>>();
    var refused = new HashMap<String, String>();
    for (var one : running) {
      var instance = one.instance();
      var cameFrom = moved.getOrDefault(instance, Optional.empty()).orElse(null);
      // Without other places all go back into their own, wherever they are.
      var places = move.also().isEmpty() ? Map.<String, String>of() : migrations.places(instance);
      var way = WayBack.of(move.also(), kept, cameFrom, places);
      if (way.refused() == null) {
        ways.computeIfAbsent(way.elsewhere(), any -> new ArrayList<>()).add(instance);
      } else {
        refused.put(instance, way.refused());
      }
    }
    try {
      return begin(target, source, ways, refused, running, id, user, groups);
    } catch (ConflictException e) {
      throw stopped
          ? new ConflictException("What was not moved yet stays where it is. " + e.getMessage())
          : e;
    }
  }

  /**
   * Leaves what a move has not moved yet where it is. In a transaction of its own: the jobs that
   * are at it wait for it, and trying whether the others can go back must not wait for them.
   */
  private boolean stop(UUID move) {
    return atomic.call(
        () -> {
          // A job locks the row first, and then the job itself: so does this.
          var stopped = moves.stop(move, "Taken back before it was moved") > 0;
          if (stopped) {
            migrations.stop(moves.batches(move));
          }
          return stopped;
        });
  }

  /** Returns a move with what came of it, as far as the reader may know. */
  public Move moved(UUID id, String user) {
    var move = moves.get(id);
    var counts = moves.counts(List.of(id)).getOrDefault(id, MoveStore.Counts.NONE);
    return shown(move, counts, instances(id, user));
  }

  /** Returns the newest moves of a model: how many were moved, not which. */
  public List<Move> moves(String key) {
    var newest = moves.of(key, MOVES);
    var counts = moves.counts(newest.stream().map(MoveStore.Row::id).toList());
    return newest.stream()
        .map(row -> shown(row, counts.getOrDefault(row.id(), MoveStore.Counts.NONE), List.of()))
        .toList();
  }

  private Move begin(
      Version source,
      Version target,
      Map<Map<String, String>, List<String>> ways,
      Map<String, String> unable,
      List<Running> running,
      @Nullable UUID undoes,
      String user,
      List<String> groups) {
    var route = new Route(source.id(), target.id());
    var refused = new HashMap<>(unable);
    var movable = new LinkedHashMap<Map<String, String>, List<String>>();
    ways.forEach(
        (also, instances) -> {
          refused.putAll(migrations.refused(route, also, instances, TRIED));
          var some = instances.stream().filter(one -> !refused.containsKey(one)).toList();
          if (!some.isEmpty()) {
            movable.put(also, some);
          }
        });
    if (movable.isEmpty()) {
      throw new ConflictException(
          "None can go on in version %d: %s"
              .formatted(
                  target.number(),
                  refused.values().stream().distinct().collect(Collectors.joining("; "))));
    }
    try {
      var id =
          atomic.call(
              () -> {
                var batches = new HashMap<String, String>();
                movable.forEach(
                    (also, instances) -> {
                      var batch = migrations.begin(route, also, instances, user, groups);
                      instances.forEach(instance -> batches.put(instance, batch));
                    });
                return moves.add(
                    source, target, common(ways), batches, user, undoes, running, refused);
              });
      return moved(id, user);
    } catch (DuplicateKeyException e) {
      throw new ConflictException(
          undoes == null
              ? "Some of these wait in another move already; look at the newest moves of '%s'"
                  .formatted(source.key())
              : "This is being taken back already, or some of it is moved elsewhere right now");
    }
  }

  /** What goes on elsewhere in the same way wherever it does. */
  private static Map<String, String> common(Map<Map<String, String>, List<String>> ways) {
    var common = new HashMap<String, String>();
    ways.keySet().forEach(common::putAll);
    ways.keySet()
        .forEach(
            also ->
                also.forEach(
                    (before, after) -> {
                      if (!after.equals(common.get(before))) {
                        common.remove(before);
                      }
                    }));
    return common;
  }

  private List<Move.Instance> instances(UUID move, String user) {
    var instances = moves.instances(move, SHOWN);
    var hidden =
        access.unreadable(
            user,
            instances.stream().map(Move.Instance::incident).filter(Objects::nonNull).toList());
    return instances.stream()
        .map(
            one ->
                new Move.Instance(
                    one.instance(), shown(one.incident(), hidden), one.movedAt(), one.refused()))
        .toList();
  }

  private Move shown(MoveStore.Row row, MoveStore.Counts counts, List<Move.Instance> instances) {
    var progress = migrations.progress(moves.batches(row.id()));
    return new Move(
        row.id(),
        row.process(),
        row.sourceNumber(),
        row.targetNumber(),
        row.also(),
        row.askedBy(),
        row.askedAt(),
        row.undoes(),
        row.undoneBy(),
        instances,
        counts.moved(),
        counts.left(),
        counts.waiting(),
        progress.failed(),
        progress.errors());
  }

  private static @Nullable String shown(@Nullable String number, Set<String> hidden) {
    return number == null || hidden.contains(number) ? null : number;
  }

  private static List<String> numbers(Collection<Running> running) {
    return running.stream().map(Running::number).filter(Objects::nonNull).toList();
  }

  private Version process(String key, int number) {
    var version = version(key, number);
    if (!version.process()) {
      throw new ConflictException(
          "'%s' is a set of decisions: an incident takes another version of its policy when its"
                  .formatted(key)
              + " severity is set again");
    }
    return version;
  }

  private Version present(String id, int number) {
    return versions
        .find(id)
        .orElseThrow(
            () -> new ConflictException("Version %d is not deployed any more".formatted(number)));
  }

  private static void requireDifferent(Version source, Version target) {
    if (source.id().equals(target.id())) {
      throw new InvalidInputException("to", "must be another version than the one they run on");
    }
  }

  private static Map<String, String> checked(Map<String, String> also) {
    also.forEach(
        (before, after) -> {
          if (before.isBlank() || after == null || after.isBlank()) {
            throw new InvalidInputException("also", "maps ids of activities to ids of activities");
          }
        });
    return also;
  }

  private static List<Model> group(List<Version> all) {
    var byKey = new LinkedHashMap<String, List<Version>>();
    all.forEach(
        version -> byKey.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(version));
    return byKey.values().stream()
        .map(of -> new Model(of.get(0).key(), of.get(0).name(), of.get(0).process(), of))
        .toList();
  }
}
