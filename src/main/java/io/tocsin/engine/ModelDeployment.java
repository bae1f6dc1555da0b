package io.tocsin.engine;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads the models that come with Tocsin, and lets the database know which ones a node has. */
@Configuration(proxyBeanMethods = false)
class ModelDeployment {

  @Bean
  static BundledModels bundledModels(Environment environment) {
    return BundledModels.read(
        Binder.get(environment)
            .bind("camunda.bpm.deployment-resource-pattern", Bindable.listOf(String.class))
            .orElse(List.of()));
  }

  /** Before the first connection, so that no node looks around without being seen itself. */
  @Bean
  static BeanPostProcessor connectionNames(ObjectProvider<BundledModels> models) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          var first = pool.getConnectionInitSql();
          pool.setConnectionInitSql(
              (first == null ? "" : first + "; ")
                  + OtherNodes.introduction(models.getObject().mark()));
        }
        return bean;
      }
    };
  }
}
