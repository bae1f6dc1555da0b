package io.tocsin.wall;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the messages of drills go, {@code tocsin.drills}. Without an entry they are shown in Tocsin
 * only, as the drill's messages.
 *
 * @param channels address by channel: the drill mailbox for {@code email}, the id of a channel for
 *     {@code slack}, the contact whose webhook it is for {@code slack-webhook}, {@code teams} and
 *     {@code mattermost}
 */
@ConfigurationProperties("tocsin.drills")
public record DrillChannels(@DefaultValue Map<String, String> channels) {

  /** Ways that end in a place. The others call people, or providers that go on to people. */
  private static final List<String> PLACES =
      List.of("email", "slack", "slack-webhook", "teams", "mattermost");

  public DrillChannels {
    channels.forEach(DrillChannels::check);
    channels = Map.copyOf(channels);
  }

  private static void check(String channel, String address) {
    var key = "tocsin.drills.channels." + channel;
    if (!PLACES.contains(channel)) {
      throw new IllegalArgumentException(
          key + ": drills call nobody; their messages can go to " + String.join(", ", PLACES));
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException(key + ": names no place; name one or take the line out");
    }
    if (channel.equals("email") && !address.strip().matches("[^\\s@,;<>]+@[^\\s@,;<>]+")) {
      throw new IllegalArgumentException(key + ": '" + address + "' is no mail address");
    }
    if (channel.equals("slack") && address.strip().matches("[UW][A-Z0-9]{2,}")) {
      throw new IllegalArgumentException(
          key + ": '" + address + "' is a person; name the channel of the drills");
    }
  }
}
