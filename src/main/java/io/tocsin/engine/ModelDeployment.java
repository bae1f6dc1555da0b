package io.tocsin.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.spring.boot.starter.configuration.CamundaDeploymentConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.DefaultDeploymentConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Deploys processes, decisions and forms at start, named by file name wherever they are read from.
 */
@Configuration(proxyBeanMethods = false)
class ModelDeployment {

  @Bean
  static CamundaDeploymentConfiguration models() {
    return new DefaultDeploymentConfiguration() {
      @Override
      public Set<Resource> getDeploymentResources() {
        var byName = new TreeMap<String, Resource>();
        for (var pattern : camundaBpmProperties.getDeploymentResourcePattern()) {
          Arrays.stream(find(pattern)).forEach(file -> add(byName, file));
        }
        return new LinkedHashSet<>(byName.values());
      }
    };
  }

  private static Resource[] find(String pattern) {
    try {
      return new PathMatchingResourcePatternResolver().getResources(pattern);
    } catch (IOException e) {
      throw new UncheckedIOException("The models " + pattern + " cannot be listed", e);
    }
  }

  private static void add(TreeMap<String, Resource> byName, Resource file) {
    try {
      var named =
          new NamedResource(String.valueOf(file.getFilename()), file.getContentAsByteArray());
      // A fat jar lists each file twice; two different files of one name are a mistake.
      if (byName.putIfAbsent(named.getDescription(), named) instanceof NamedResource other
          && !Arrays.equals(other.getByteArray(), named.getByteArray())) {
        throw new IllegalStateException(
            "Two different models are named " + named.getDescription() + "; rename one of them");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model " + file + " cannot be read", e);
    }
  }

  private static final class NamedResource extends ByteArrayResource {

    private final String name;

    NamedResource(String name, byte[] content) {
      super(content);
      this.name = name;
    }

    /** The engine names the deployed resource after this. */
    @Override
    public String getDescription() {
      return name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof NamedResource that && that.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }
}
