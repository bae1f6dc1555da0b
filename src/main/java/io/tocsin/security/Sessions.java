package io.tocsin.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;

/**
 * How sessions are written into the database, which nodes of two releases may share for a while.
 */
@Configuration(proxyBeanMethods = false)
class Sessions {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /**
   * What another release has written and this one cannot read counts as not there: the person signs
   * in once more, where each request would fail for as long as the session lasts.
   */
  @Bean
  static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> lenientSessions() {
    var converters = new GenericConversionService();
    converters.addConverter(Object.class, byte[].class, new SerializingConverter());
    converters.addConverter(byte[].class, Object.class, reader(Sessions.class.getClassLoader()));
    return sessions -> sessions.setConversionService(converters);
  }

  /** Two requests of one browser may put the same there at the same time: the later one counts. */
  @Bean
  static SessionRepositoryCustomizer<JdbcIndexedSessionRepository> concurrentRequests() {
    return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
  }

  static Converter<byte[], Object> reader(ClassLoader classes) {
    var reader = new DeserializingConverter(classes);
    return bytes -> {
      try {
        return reader.convert(bytes);
      } catch (SerializationFailedException e) {
        LOG.info("Part of a session is of another release and is left out: {}", e.getMessage());
        return null;
      }
    };
  }
}
