package io.tocsin.engine;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The beans that an expression in a model may name: delegates and listeners, nothing else. Looked
 * up lazily, because delegates depend on the engine's services.
 */
final class NamedBeans extends AbstractMap<Object, Object> {

  private final ApplicationContext context;

  NamedBeans(ApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String name
        && context.containsBean(name)
        && exposed(context.getType(name));
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return containsKey(key) ? context.getBean((String) key) : null;
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return Set.of();
  }

  @Override
  public Set<Object> keySet() {
    return Set.of();
  }

  private static boolean exposed(@Nullable Class<?> type) {
    return type != null
        && (JavaDelegate.class.isAssignableFrom(type)
            || ExecutionListener.class.isAssignableFrom(type)
            || TaskListener.class.isAssignableFrom(type));
  }
}
