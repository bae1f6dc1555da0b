package io.tocsin.privacy;

import io.tocsin.people.Programs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * By what names people are known: those of the directory, users of the engine, and whoever was told
 * of something.
 *
 * @param people ids with all that stands for them in words, the id not among it
 * @param told names by ids to which messages went, of people and others; for whoever has left
 * @param others ids that stand where a person's could, and are none
 */
record Known(Map<String, Set<String>> people, Map<String, Set<String>> told, Set<String> others) {

  /** Whoever or whatever acts without being a person, or says where to look for one. */
  private static final Set<String> NOBODY =
      Set.of(
          "tocsin",
          "service-owners",
          "approvers",
          "duty-holder",
          "customers",
          "incident-channel",
          "told",
          "webhook",
          "policy");

  /** An entry of the directory, person or contact. */
  record Entry(
      String id,
      @Nullable String name,
      @Nullable String kind,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String slackId) {}

  static Known of(Environment environment, JdbcClient jdbc) {
    var people = new LinkedHashMap<String, Set<String>>();
    var others = new HashSet<>(NOBODY);
    entries(environment, "tocsin.people.persons").forEach(entry -> add(people, entry));
    for (var contact : entries(environment, "tocsin.people.contacts")) {
      if ("person".equals(contact.kind())) {
        add(people, contact);
      } else {
        others.add(contact.id());
        Stream.of(contact.name(), contact.slackId()).filter(Objects::nonNull).forEach(others::add);
      }
    }
    jdbc.sql("select id_, first_, last_, email_ from act_id_user")
        .query(
            row -> {
              var names = people.computeIfAbsent(row.getString(1), id -> new HashSet<>());
              var full =
                  Stream.of(row.getString(2), row.getString(3)).filter(Objects::nonNull).toList();
              add(names, String.join(" ", full));
              add(names, row.getString(4));
            });
    var told = new HashMap<String, Set<String>>();
    jdbc.sql("select distinct recipient, recipient_name from delivery")
        .query(
            row -> {
              add(told.computeIfAbsent(row.getString(1), id -> new HashSet<>()), row.getString(2));
            });
    return new Known(people, told, others);
  }

  private static List<Entry> entries(Environment environment, String key) {
    return Binder.get(environment)
        .bind(key, Bindable.listOf(Entry.class))
        .orElse(List.of())
        .stream()
        .filter(entry -> entry.id() != null)
        .toList();
  }

  private static void add(Map<String, Set<String>> people, Entry entry) {
    var names = people.computeIfAbsent(entry.id(), id -> new HashSet<>());
    var more = new ArrayList<@Nullable String>();
    more.add(entry.name());
    more.add(entry.email());
    more.add(entry.phone());
    more.add(entry.slackId());
    more.forEach(name -> add(names, name));
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null && !name.isBlank()) {
      names.add(name.strip());
    }
  }

  /** Returns all that stands for somebody in words, the id not among it. */
  Set<String> names(String id) {
    var names = new HashSet<>(people.getOrDefault(id, Set.of()));
    names.addAll(told.getOrDefault(id, Set.of()));
    names.removeIf(this::nobody);
    return names;
  }

  /** Returns whether a value that stands where a person's id can stand is none. */
  boolean nobody(String value) {
    return value.isBlank()
        || others.contains(value)
        || Programs.is(value)
        || value.toLowerCase(Locale.ROOT).matches("(person|former) \\d+|someone");
  }

  /** Returns the id of whom a name stands for; the name itself if it is none that is known. */
  String idOf(String name) {
    return people.containsKey(name)
        ? name
        : people.entrySet().stream()
            .filter(person -> person.getValue().contains(name))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(name);
  }
}
