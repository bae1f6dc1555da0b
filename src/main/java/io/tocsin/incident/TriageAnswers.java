package io.tocsin.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What triage answered to the questions of the policy. Among them are symptoms that only a person
 * can tell, such as that payments are down.
 */
@Component
@Transactional
public class TriageAnswers {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> ANSWERS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  TriageAnswers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns the answers by their questions, {@link io.tocsin.policy.Policies#QUESTIONS}, as texts,
   * numbers and flags; what was left open is not among them.
   */
  @Transactional(readOnly = true)
  public Map<String, Object> of(String number) {
    return jdbc.sql("select answers from triage_answers where incident = ?")
        .param(number)
        .query(String.class)
        .optional()
        .map(TriageAnswers::read)
        .orElse(Map.of());
  }

  /** Keeps the answers of the last triage. */
  void keep(String number, Map<String, Object> answers) {
    jdbc.sql(
            "insert into triage_answers (incident, answers) values (?, ?::jsonb)"
                + " on conflict (incident) do update set answers = excluded.answers")
        .params(number, write(answers))
        .update();
  }

  private static Map<String, Object> read(String json) {
    try {
      return JSON.readValue(json, ANSWERS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What triage answered cannot be read", e);
    }
  }

  private static String write(Map<String, Object> answers) {
    try {
      return JSON.writeValueAsString(answers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What triage answered cannot be written", e);
    }
  }
}
