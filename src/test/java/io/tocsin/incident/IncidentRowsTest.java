package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.transaction.annotation.Transactional;

/** What is read of an incident is what Spring Data, which writes it, would read. */
@TocsinTest
class IncidentRowsTest {

  @Autowired Response response;
  @Autowired IncidentRepository repository;
  @Autowired JdbcAggregateTemplate template;

  @Test
  void readsWhatIsUnknownAsNull() {
    var number = response.declare("high");

    assertThat(read(number)).usingRecursiveComparison().isEqualTo(written(number));
    assertThat(read(number).closedAt).isNull();
  }

  @Test
  @Transactional
  void readsEachField() throws IllegalAccessException {
    var number = response.declare("high");
    var incident = repository.locked(number);
    for (var field : Incident.class.getDeclaredFields()) {
      if (field.get(incident) == null) {
        field.set(incident, some(field.getType(), field.getName()));
      } else if (field.getType() == boolean.class) {
        field.set(incident, true);
      } else if (field.getType() == List.class) {
        field.set(incident, List.of("one, of \"two\"", field.getName()));
      }
    }
    incident.mergedInto = number;
    incident.pace = 2;
    incident.aftermathPace = 3;
    incident.reopenings = 4;
    repository.save(incident);

    assertThat(read(number)).hasNoNullFieldsOrProperties();
    assertThat(read(number)).usingRecursiveComparison().isEqualTo(written(number));
  }

  private static Object some(Class<?> type, String name) {
    return type == Instant.class
        ? Instant.parse("2031-02-03T04:05:06.789Z").plusSeconds(name.length())
        : type == Integer.class ? name.length() : "Some " + name;
  }

  private Incident read(String number) {
    return repository.findByNumber(number).orElseThrow();
  }

  private Incident written(String number) {
    return template.findById(number, Incident.class);
  }
}
