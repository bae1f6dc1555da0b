package io.tocsin.logs;

import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Lines as JSON: the field of the incident holds its number and nothing else, so that one filter
 * finds all lines. Business keys of what outlives an incident go on behind the number.
 */
class JsonLines implements StructuredLoggingJsonMembersCustomizer<Object> {

  @Override
  public void customize(Members<Object> members) {
    members.applyingValueProcessor(
        ValueProcessor.of(String.class, LogContext::number).whenHasPath(LogContext.INCIDENT));
  }
}
