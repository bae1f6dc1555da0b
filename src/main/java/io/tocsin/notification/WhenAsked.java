package io.tocsin.notification;

import static java.util.Objects.requireNonNull;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values of which some are looked up when somebody asks for them, once. Whoever goes through all of
 * them has all looked up.
 */
final class WhenAsked extends AbstractMap<String, @Nullable Object> {

  private final Map<String, @Nullable Object> known = new HashMap<>();
  private final Map<String, Supplier<?>> later = new HashMap<>();

  /** Names a value that is looked up when somebody asks for it. */
  void later(String name, Supplier<? extends @Nullable Object> value) {
    known.put(name, null);
    later.put(name, value);
  }

  @Override
  public @Nullable Object put(String name, @Nullable Object value) {
    later.remove(name);
    return known.put(name, value);
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    if (name instanceof String key && later.containsKey(key)) {
      put(key, requireNonNull(later.get(key)).get());
    }
    return known.get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return known.containsKey(name);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Set.copyOf(later.keySet()).forEach(this::get);
    return known.entrySet();
  }
}
