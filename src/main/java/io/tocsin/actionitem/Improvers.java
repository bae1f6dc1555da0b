package io.tocsin.actionitem;

import io.tocsin.engine.TeamGroups;
import io.tocsin.incident.Responders;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may add, change and settle action items. Its owner may always say that one is done. */
public final class Improvers {

  /** For {@code @PreAuthorize}: whoever responds, manages or owns the procedure. */
  public static final String ONLY =
      Responders.ONLY + " or hasAnyAuthority('management','process-owner')";

  /** The same groups, for pages that show what somebody may do. */
  public static final Set<String> GROUPS =
      Stream.concat(Responders.GROUPS.stream(), Stream.of("management", TeamGroups.PROCESS_OWNER))
          .collect(Collectors.toUnmodifiableSet());

  private Improvers() {}
}
