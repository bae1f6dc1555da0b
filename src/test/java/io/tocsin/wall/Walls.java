package io.tocsin.wall;

import java.util.Map;
import org.springframework.mock.env.MockEnvironment;

/** The wall for tests of others. */
public final class Walls {

  private Walls() {}

  /** The wall of an application on port 9000 whose drills have no places. */
  public static DrillWall wall() {
    return wall(Map.of());
  }

  /** The same, with places. */
  static DrillWall wall(Map<String, String> channels) {
    return new DrillWall(
        new DrillChannels(channels), new MockEnvironment().withProperty("server.port", "9000"));
  }
}
