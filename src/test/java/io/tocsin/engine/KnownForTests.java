package io.tocsin.engine;

import java.util.Set;
import java.util.function.Predicate;

/** What a model may refer to, where nothing is deployed: the groups and events of Tocsin. */
public record KnownForTests(
    Predicate<String> processes, Predicate<String> forms, Set<String> events)
    implements ModelContract.Known {

  @Override
  public boolean process(String id) {
    return processes.test(id);
  }

  @Override
  public boolean form(String id) {
    return forms.test(id);
  }

  @Override
  public Set<String> answers(String form, String element) {
    return Set.of();
  }

  @Override
  public Set<String> passed(String process) {
    return Set.of();
  }

  @Override
  public Set<String> groups() {
    return TeamGroups.NAMES.keySet();
  }
}
