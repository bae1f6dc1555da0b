package io.tocsin.incident;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads whole rows of incidents. Each field is a column of its name, as Spring Data writes it; its
 * own reading of so many fields costs many times what the database needs for them.
 */
final class IncidentRows implements RowMapper<Incident> {

  private record Column(String name, Field field) {}

  private static final List<Column> COLUMNS =
      Arrays.stream(Incident.class.getDeclaredFields())
          .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
          .map(field -> new Column(name(field), field))
          .toList();

  private static String name(Field field) {
    return field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  @Override
  public Incident mapRow(ResultSet row, int n) throws SQLException {
    var incident = new Incident();
    for (var column : COLUMNS) {
      try {
        column.field().set(incident, value(row, column));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return incident;
  }

  private static @Nullable Object value(ResultSet row, Column column) throws SQLException {
    var type = column.field().getType();
    if (type == Instant.class) {
      var at = row.getTimestamp(column.name());
      return at == null ? null : at.toInstant();
    }
    if (type == List.class) {
      return new ArrayList<>(List.of((String[]) row.getArray(column.name()).getArray()));
    }
    return row.getObject(column.name());
  }
}
