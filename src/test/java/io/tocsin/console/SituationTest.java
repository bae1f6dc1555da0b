package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tocsin.console.Situation.Guide;
import io.tocsin.console.Situation.Hat;
import io.tocsin.incident.IncidentView;
import java.util.List;
import org.junit.jupiter.api.Test;

class SituationTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  /** Another node has made the mark that a page comes with. */
  @Test
  void hasTheSameMarkOnEachNode() throws Exception {
    assertThat(marked("monitoring", "Ines Costa")).isEqualTo("bf151c9d03dbfa4d");
  }

  @Test
  void hasAnotherMarkForWhateverChanges() throws Exception {
    var before = marked("monitoring", "Ines Costa");

    assertThat(marked("resolved", "Ines Costa")).isNotEqualTo(before);
    assertThat(marked("monitoring", "Tomas Berg")).isNotEqualTo(before);
  }

  private static String marked(String status, String commander) throws Exception {
    var incident =
        JSON.readValue(
            """
            {"number": "INC-2026-02-10-001", "title": "Nobody can pay", "status": "%s",
             "declaredAt": "2026-02-10T10:00:00Z", "services": ["checkout"],
             "roles": {"commander": "oncall1", "scribe": "scribe"}}"""
                .formatted(status),
            IncidentView.class);
    return new Situation(
            incident,
            "Parsify",
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(new Hat("commander", commander)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Guide(null, null, List.of(), List.of(), List.of(), List.of()))
        .mark();
  }
}
