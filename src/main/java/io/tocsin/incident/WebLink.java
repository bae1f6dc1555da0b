package io.tocsin.incident;

import io.tocsin.problem.InvalidInputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A link that people may click: a web address of limited length, without credentials. */
public final class WebLink {

  /** Longer addresses are cut by mail programs and browsers. */
  public static final int MAX_LENGTH = 2_000;

  private WebLink() {}

  /**
   * Reads a link.
   *
   * @throws InvalidInputException naming the field, when it is none
   */
  public static String of(String field, String text) {
    return find(text)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    field,
                    "give an http or https address of at most " + MAX_LENGTH + " characters"));
  }

  /** Reads a link, if it is one. */
  public static Optional<String> find(@Nullable String text) {
    if (text == null || text.strip().length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var link = new URI(text.strip());
      var web =
          "http".equalsIgnoreCase(link.getScheme()) || "https".equalsIgnoreCase(link.getScheme());
      return web && link.getHost() != null && link.getUserInfo() == null
          ? Optional.of(link.toString())
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
