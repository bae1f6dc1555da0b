package io.tocsin.incident;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How much is out, as triage says: complete, major, partial, minor or cosmetic. */
@Component
@Transactional
public class Scopes {

  private final JdbcClient jdbc;

  Scopes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes it; what was not answered leaves it as it was. */
  void note(String number, @Nullable Object scope) {
    if (scope != null) {
      jdbc.sql("update incident set scope = ? where number = ?")
          .params(scope.toString(), number)
          .update();
    }
  }

  /** Returns it; empty when nobody has said it. */
  @Transactional(readOnly = true)
  public Optional<String> of(String number) {
    return jdbc.sql("select scope from incident where number = ? and scope is not null")
        .param(number)
        .query(String.class)
        .optional();
  }
}
