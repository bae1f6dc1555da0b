package io.tocsin.wall;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.incident.IncidentView;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Keeps drills from touching anything real. Whoever sends, posts, opens or runs something asks here
 * before; nothing else decides it. An incident that is none is let through.
 */
@Component
public class DrillWall {

  private static final String PREFIX = "DRILL-";

  /** The incident's own channel: that of a drill is made for it, and named so. */
  private static final String ROOM = "incident-channel";

  private static final Set<String> SELF = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String SIMULATED = "/simulated/";

  private final DrillChannels channels;
  private final Environment environment;

  DrillWall(DrillChannels channels, Environment environment) {
    this.channels = channels;
    this.environment = environment;
  }

  /** Returns whether a number is a drill's. */
  public static boolean drill(@Nullable String number) {
    return number != null && number.startsWith(PREFIX);
  }

  /** Returns whether anything of the incident may leave on a way. */
  public boolean permits(IncidentView incident, Exit exit) {
    return !behind(incident);
  }

  /** Returns whether an action may be run: in a drill only one on a simulated service of ours. */
  public boolean permits(IncidentView incident, Action action) {
    return !behind(incident) || (action.http() != null && simulated(action.http().url()));
  }

  /**
   * Returns where a message goes; empty when it is kept. That of a drill goes to the place that the
   * configuration has for drills, whoever it is for.
   *
   * @param channel its id
   * @param recipient whom it is for
   * @param address where it would go; null when none is known
   */
  public Optional<String> address(
      IncidentView incident, String channel, String recipient, @Nullable String address) {
    if (!behind(incident)) {
      return Optional.ofNullable(address);
    }
    return recipient.equals(ROOM) && address != null
        ? Optional.of(address)
        : Optional.ofNullable(channels.channels().get(channel));
  }

  /** Returns whether a service lives in this very application, for practice. */
  public boolean simulated(String service) {
    return environment.getProperty("tocsin.simulated.enabled", Boolean.class, false)
        && Binder.get(environment)
            .bind("tocsin.simulated.services", Bindable.listOf(String.class))
            .orElse(List.of())
            .contains(service);
  }

  /** Both are looked at: a mark that got lost must not open the wall. */
  private static boolean behind(IncidentView incident) {
    return incident.drill() || drill(incident.number());
  }

  private boolean simulated(URI url) {
    var path = url.getRawPath();
    return "http".equals(url.getScheme())
        && url.getHost() != null
        && SELF.contains(url.getHost())
        && String.valueOf(url.getPort()).equals(port())
        && path != null
        && path.startsWith(SIMULATED)
        // No way out of the folder, however it is spelt.
        && !path.contains("..")
        && !path.contains("%")
        && !path.contains(";");
  }

  private String port() {
    return environment.getProperty(
        "local.server.port", environment.getProperty("server.port", "8080"));
  }
}
