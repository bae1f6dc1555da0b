package io.tocsin.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What words for the public say beside their text.
 *
 * @param title the headline; null for a neutral one made of the names of the services
 * @param services ids of what is hit; null for those of the incident and of the last words
 * @param email whether the customers get it by e-mail where the policy leaves that open
 */
public record PublicDetails(
    @Nullable String title, @Nullable List<String> services, boolean email) {

  /** Nothing but the text. */
  public static final PublicDetails NONE = new PublicDetails(null, null, false);
}
