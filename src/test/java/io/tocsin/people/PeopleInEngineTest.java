package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.tocsin.engine.EngineAccess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PeopleInEngineTest {

  private final EngineAccess access = mock();

  @Test
  void a_file_without_people_takes_nobodys_access() {
    when(access.hasMembers()).thenReturn(true);

    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TOCSIN_CONFIG")
        .hasMessageContaining("tocsin.people.may-be-empty");
    verify(access, never()).seed(any(), any());
  }

  @Test
  void unless_it_is_meant_or_takes_nothing() {
    start(Map.of());
    when(access.hasMembers()).thenReturn(true);
    start(Map.of("tocsin.people.may-be-empty", "true"));
    verify(access, times(2)).seed(List.of(), null);
  }

  private void start(Map<String, String> settings) {
    var properties =
        new Binder(new MapConfigurationPropertySource(settings))
            .bindOrCreate("tocsin.people", PeopleProperties.class);
    new PeopleInEngine(access, properties).afterSingletonsInstantiated();
  }
}
