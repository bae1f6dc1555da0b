package io.tocsin.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.spelling.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a form must keep to. It counts for the open tasks of all incidents as soon as it is
 * deployed.
 */
final class FormContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FormContract() {}

  /**
   * Returns why a form must not be deployed; empty when it may be.
   *
   * @param ours the form of the same name that comes with Tocsin: what it requires, its Java side
   *     needs. Empty when there is none
   */
  static List<String> faults(String resource, byte[] content, Optional<byte[]> ours) {
    JsonNode form;
    try {
      form = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      var at = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      return List.of("The file cannot be read as JSON: " + at + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var faults = new ArrayList<String>();
    var id = form.path("id").asText();
    if (!TextDeployment.bare(resource).equals(id + ".form")) {
      faults.add("The form has the id '%s'; name the file %s.form".formatted(id, id));
    }
    if (form.path("components").isEmpty()) {
      faults.add("The form has no components; add what it asks for");
    } else if (!form.path("components").path(0).path("text").asText().contains("{{briefing}}")) {
      faults.add("The first component is not the text {{briefing}}; nobody would see the incident");
    }
    keys(form.path("components"), new HashSet<>(), faults);
    ours.ifPresent(those -> checkAsked(FormFields.of(form).names(), fields(those), faults));
    return faults;
  }

  /** Without it an answer is lost, or refused whatever is said. */
  private static void checkAsked(Set<String> asked, FormFields ours, List<String> faults) {
    var own = new TreeSet<>(asked);
    own.removeAll(ours.names());
    for (var one : ours.required().entrySet()) {
      var key = one.getKey();
      if (asked.contains(key)) {
        continue;
      }
      // What may be left out is missed only where a letter was: another name may be meant.
      var meant =
          Spelling.near(key, own)
              .filter(name -> one.getValue() || Spelling.distance(name, key) == 1)
              .orElse(null);
      if (meant != null) {
        faults.add(
            "Nothing asks for '%s', and nothing reads '%s'; give that the key '%s'"
                .formatted(key, meant, key));
      } else if (one.getValue()) {
        faults.add(
            "Nothing asks for '%s', which cannot be left out; add a field of this key"
                .formatted(key));
      }
    }
  }

  /** Returns the names that the answers of a form have; none when it cannot be read. */
  static Set<String> answers(byte[] content) {
    try {
      return FormFields.of(JSON.readTree(content)).names();
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static FormFields fields(byte[] ours) {
    try {
      return FormFields.of(JSON.readTree(ours));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keys(JsonNode components, Set<String> seen, List<String> faults) {
    for (var component : components) {
      var key = component.path("key").asText();
      if (!key.isEmpty() && !seen.add(key)) {
        faults.add("Two components have the key '" + key + "'; give one another");
      }
      if (key.toLowerCase(java.util.Locale.ROOT).endsWith("expression")) {
        faults.add("The key '" + key + "' is not taken by the engine; end it otherwise");
      }
      // The rows of a list have keys of their own.
      keys(
          component.path("components"),
          component.path("type").asText().equals("dynamiclist") ? new HashSet<>() : seen,
          faults);
    }
  }
}
