package io.tocsin.catalog;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * One statement on a PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://...}, without user and password
 * @param password from the environment; never shown
 * @param statement with {@code :name} for parameters, which are bound, never written into the text
 */
public record SqlStatement(
    @NotBlank String url,
    @Nullable String username,
    @Nullable String password,
    @NotBlank String statement) {

  /** Refuses other databases and addresses that hold a secret. */
  public SqlStatement {
    if (!url.startsWith("jdbc:postgresql:") || url.contains("password=")) {
      throw new IllegalArgumentException(
          "tocsin.catalog: the url of a sql action is jdbc:postgresql://..., without a password");
    }
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return statement;
  }
}
