package io.tocsin.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares what the record says of evidence with the folder that holds it. They are backed up one
 * after the other, so that after a restoration either may be the newer one.
 *
 * @param known files that the record names, by incident and name
 * @param missing of these, those that are not in the folder
 * @param unknown files of the folder that the record does not name
 */
record EvidenceLook(Set<String> known, List<String> missing, List<String> unknown) {

  /** The record holds the path of its time; the folder may stand elsewhere by now. */
  private static final String NAMED =
      """
      select incident || '/' || regexp_replace(file, '^.*/', '') from evidence_list
        where file is not null
      union
      select incident || '/files/' || (item ->> 'sha256')
        from evidence_list, jsonb_array_elements(items) item where item ->> 'sha256' is not null
      """;

  static EvidenceLook at(Path folder, JdbcClient jdbc) {
    var known = new TreeSet<>(jdbc.sql(NAMED).query(String.class).list());
    var there = Files.isDirectory(folder) ? files(folder) : Set.<String>of();
    return new EvidenceLook(
        known, without(known, there::contains), without(there, known::contains));
  }

  private static List<String> without(Set<String> files, Predicate<String> others) {
    return files.stream().filter(file -> !others.test(file)).sorted().toList();
  }

  private static Set<String> files(Path folder) {
    try (var files = Files.walk(folder)) {
      var names = new TreeSet<String>();
      files
          .filter(Files::isRegularFile)
          // Not yet a copy.
          .filter(file -> !file.toString().endsWith(".part"))
          .forEach(file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
