package io.tocsin.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The files of messages that process owners have deployed, beside models and forms. */
public interface DeployedTexts {

  /** What the names of such files end with. */
  String SUFFIX = ".mustache";

  /**
   * Returns the newest deployed file of each name. Cheap enough to ask for every message; what
   * another node has deployed counts, too.
   */
  Map<String, Text> newest();

  /**
   * A deployed file.
   *
   * @param name without folders
   * @param deployment id of the deployment that it came with
   */
  record Text(String name, String content, String deployment, Instant deployedAt) {}

  /** Whoever knows what such a file must hold. Asked before each deployment. */
  interface Check {

    /**
     * Returns why the files of a deployment must not be deployed, each with file, line, reason and
     * remedy; empty when they may be.
     *
     * @param files contents by name without folders
     */
    List<String> faults(Map<String, byte[]> files);
  }
}
