package io.tocsin.security;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Has the handler of a request looked up once. Spring Security would look for it before its filters
 * too, for matchers that ask Spring MVC. Ours ask the address alone ({@link
 * WebSecurity#pathPatterns}); one that did ask would keep the application from starting.
 */
@Component
class OneLookup implements BeanDefinitionRegistryPostProcessor, Ordered {

  private static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    if (registry.containsBeanDefinition(INTROSPECTOR)) {
      registry.removeBeanDefinition(INTROSPECTOR);
    }
  }

  /** Before Spring Security looks whether it is there. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
