package io.tocsin.notification;

import io.tocsin.engine.DeployedTexts;
import io.tocsin.notification.Channel.Markup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The files that messages are written with: those of {@code processes/messages} that Tocsin comes
 * with, each replaced by the newest that was deployed under its name.
 */
@Component
class TextFiles {

  private static final String SHIPPED = "classpath*:messages/*" + DeployedTexts.SUFFIX;

  /** For an event without a text of its own. */
  private static final String OTHER = "other";

  /** The same for readers outside. */
  private static final String PUBLIC = "public";

  /**
   * A file.
   *
   * @param deployment id of its deployment; null for one that Tocsin comes with
   */
  record TextFile(
      TextName name, String content, @Nullable String deployment, @Nullable Instant deployedAt) {}

  private final DeployedTexts deployed;
  private final Map<String, TextFile> shipped = shippedFiles();

  TextFiles(DeployedTexts deployed) {
    this.deployed = deployed;
  }

  /** Returns the files that Tocsin comes with, by name. */
  Map<String, TextFile> shipped() {
    return shipped;
  }

  /** Returns all files that count, by name. */
  Map<String, TextFile> all() {
    var all = new TreeMap<>(shipped);
    deployed
        .newest()
        .values()
        .forEach(
            text ->
                TextName.read(text.name())
                    .ifPresent(
                        name ->
                            all.put(
                                text.name(),
                                new TextFile(
                                    name, text.content(), text.deployment(), text.deployedAt()))));
    return all;
  }

  /** Returns the first file of a message that there is: the most specific one. */
  static Optional<TextFile> choose(
      Map<String, TextFile> files,
      @Nullable String policy,
      String event,
      String audience,
      Channel channel) {
    return candidates(policy, event, audience, channel)
        .map(name -> files.get(name.file()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Returns the first file of a part that messages take in. */
  static Optional<TextFile> part(
      Map<String, TextFile> files, @Nullable String policy, String part, Channel channel) {
    return Stream.of(policies(policy), everybody())
        .flatMap(of -> of.stream())
        .flatMap(of -> channels(channel).map(by -> new TextName(of.name(), "_" + part, null, by)))
        .map(name -> files.get(name.file()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The names of the files that could be a message's, the most specific one first. */
  static Stream<TextName> candidates(
      @Nullable String policy, String event, String audience, Channel channel) {
    var names = new LinkedHashSet<TextName>();
    var outside = Readers.outside(event, audience);
    for (var word : List.of(event, OTHER)) {
      for (var of : Stream.concat(policies(policy).stream(), everybody().stream()).toList()) {
        for (var reader : readers(word, audience, outside)) {
          channels(channel)
              .map(by -> new TextName(of.name(), word, reader.name(), by))
              .forEach(names::add);
        }
      }
    }
    var known = names.stream().filter(name -> TextName.word(name.event())).toList();
    return channel.heard()
        ? Stream.concat(
            known.stream().filter(name -> channel.id().equals(name.channel())),
            known.stream().filter(name -> !channel.id().equals(name.channel())))
        : known.stream();
  }

  /** A word of a name; null stands for all. */
  private record Word(@Nullable String name) {}

  private static Set<Word> policies(@Nullable String policy) {
    return policy == null || !TextName.word(policy) ? Set.of() : Set.of(new Word(policy));
  }

  private static Set<Word> everybody() {
    return Set.of(new Word(null));
  }

  /** A text for everybody in the house is none for those outside. */
  private static List<Word> readers(String event, String audience, boolean outside) {
    var words = new ArrayList<Word>();
    if (TextName.word(audience)) {
      var named = new Word(audience);
      if (!outside || Readers.outside(event, audience)) {
        words.add(named);
      }
    }
    if (!outside || Readers.outside(event)) {
      words.add(new Word(null));
    } else {
      words.add(new Word(PUBLIC));
    }
    return words;
  }

  /** A channel by its id, else by its markup: Slack has two channels, and one way to write. */
  private static Stream<@Nullable String> channels(Channel channel) {
    return Stream.of(channel.id(), markup(channel.markup()), null)
        .filter(word -> word == null || TextName.word(word))
        .distinct();
  }

  private static @Nullable String markup(Markup markup) {
    return switch (markup) {
      case SLACK -> "slack";
      case MARKDOWN -> "markdown";
      case PLAIN, HTML -> null;
    };
  }

  private static Map<String, TextFile> shippedFiles() {
    var files = new TreeMap<String, TextFile>();
    try {
      for (var file : new PathMatchingResourcePatternResolver().getResources(SHIPPED)) {
        var name = String.valueOf(file.getFilename());
        var read =
            TextName.read(name)
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "messages/%s: name it %s".formatted(name, TextName.SHAPE)));
        files.put(
            name, new TextFile(read, file.getContentAsString(StandardCharsets.UTF_8), null, null));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The messages " + SHIPPED + " cannot be read", e);
    }
    return Map.copyOf(files);
  }

  /** Returns the channel that a word of a name stands for. */
  static Optional<Channel> channel(Collection<Channel> channels, String word) {
    return Stream.<Predicate<Channel>>of(
            channel -> word.equals(channel.id()), channel -> word.equals(markup(channel.markup())))
        .flatMap(named -> channels.stream().filter(named))
        .findFirst();
  }
}
