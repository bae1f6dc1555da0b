package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The deployed versions of processes and decisions. */
public interface ModelVersions {

  /** Returns all versions: processes first, by name, each with its newest version first. */
  List<Version> all();

  /** Returns the versions of one model, newest first; none when there is no such model. */
  List<Version> of(String key);

  /** Returns a version by the engine's id of it. */
  Optional<Version> find(String id);

  /** Returns the file of a version, BPMN or DMN. */
  String source(Version version);

  /** What it is. */
  enum Kind {
    PROCESS,
    DECISIONS
  }

  /**
   * A version.
   *
   * @param key id of the process, or of the set of decisions
   * @param id the engine's id of the version
   * @param name for people
   * @param file as it was deployed
   * @param deployedBy user id; null for what Tocsin brought with it
   * @param sameAs number of the oldest version with the very same file; null if it is the oldest
   * @param running instances of a process that run on it, those that others call included
   */
  record Version(
      Kind kind,
      String key,
      int number,
      String id,
      String name,
      String file,
      Instant deployedAt,
      @Nullable String deployedBy,
      @Nullable Integer sameAs,
      long running) {

    /** Returns whether it is a process. */
    public boolean process() {
      return kind == Kind.PROCESS;
    }

    /** Returns whether it and another version of the same model have the very same file. */
    public boolean hasFileOf(Version other) {
      return content() == other.content();
    }

    private int content() {
      return sameAs == null ? number : sameAs;
    }
  }
}
