package io.tocsin.engine;

import java.util.Map;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Expressions of models: variables and named beans, no way to a class, to reflection or to the
 * services of the engine.
 */
class ModelExpressions extends SpringExpressionManager {

  ModelExpressions(ApplicationContext context, Map<Object, Object> beans) {
    super(context, beans);
  }

  @Override
  protected ELResolver createElResolver() {
    var resolvers = new CompositeELResolver();
    resolvers.add(new NoWayOut());
    resolvers.add(super.createElResolver());
    return resolvers;
  }

  /**
   * Without it {@code ${''.getClass().forName(...)}} is evaluated, and {@code
   * ${execution.processEngineServices...}} makes anybody an administrator.
   */
  private static final class NoWayOut extends ELResolver {

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
      refuse(base, property);
      return null;
    }

    @Override
    public @Nullable Object invoke(
        ELContext context, @Nullable Object base, Object method, Class<?>[] types, Object[] args) {
      refuse(base, method);
      return null;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
      refuse(base, property);
      return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, Object value) {
      refuse(base, property);
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
      refuse(base, property);
      return false;
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, Object base) {
      return null;
    }

    @Override
    public java.util.@Nullable Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
        ELContext context, Object base) {
      return null;
    }

    private static void refuse(@Nullable Object base, @Nullable Object name) {
      var refusal = base == null ? null : ExpressionRules.refusal(base, name);
      if (refusal != null) {
        throw new ELException(refusal);
      }
    }
  }
}
