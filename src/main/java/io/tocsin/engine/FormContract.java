package io.tocsin.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a form must keep to. It counts for the open tasks of all incidents as soon as it is
 * deployed.
 */
final class FormContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FormContract() {}

  static List<String> faults(String resource, byte[] content) {
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
    return faults;
  }

  /** Returns the keys of what a form asks for; none when it cannot be read. */
  static Set<String> keys(byte[] content) {
    var keys = new HashSet<String>();
    try {
      collect(JSON.readTree(content), keys);
    } catch (IOException e) {
      return Set.of();
    }
    return keys;
  }

  private static void collect(JsonNode component, Set<String> keys) {
    for (var name : List.of("key", "path")) {
      if (!component.path(name).asText().isEmpty()) {
        keys.add(component.path(name).asText());
      }
    }
    if (!component.path("type").asText().equals("dynamiclist")) {
      component.path("components").forEach(child -> collect(child, keys));
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
