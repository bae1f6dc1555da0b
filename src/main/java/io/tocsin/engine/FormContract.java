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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a form must keep to. It counts for the open tasks of all incidents as soon as it is
 * deployed.
 */
final class FormContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Components that ask for nothing. */
  private static final Set<String> SHOWN =
      Set.of("text", "group", "table", "html", "image", "separator");

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
    ours.ifPresent(those -> checkAsked(keys(content), those, faults));
    return faults;
  }

  /** Without it an answer is lost, or refused whatever is said. */
  private static void checkAsked(Set<String> asked, byte[] ours, List<String> faults) {
    var required = new TreeMap<String, Boolean>();
    try {
      questions(JSON.readTree(ours), required);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var own = new TreeSet<>(asked);
    own.removeAll(keys(ours));
    for (var one : required.entrySet()) {
      var key = one.getKey();
      if (asked.contains(key)) {
        continue;
      }
      var meant = Spelling.near(key, own).orElse(null);
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

  /** Collects what is answered, and whether it must be. */
  private static void questions(JsonNode component, Map<String, Boolean> required) {
    var key = component.path("key").asText();
    if (!key.isEmpty() && !SHOWN.contains(component.path("type").asText())) {
      required.put(key, component.at("/validate/required").asBoolean());
    }
    if (!component.path("type").asText().equals("dynamiclist")) {
      component.path("components").forEach(child -> questions(child, required));
    }
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
