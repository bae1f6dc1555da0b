package io.tocsin.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.DecisionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A policy file that a test changes before it is read or deployed. */
public record PolicyFile(String id, String xml) {

  /** Reads one of our own policies. */
  public static PolicyFile of(String policy) {
    return of(policy, "/policies/" + policy + ".dmn");
  }

  /** Reads a policy that the application does not know yet. */
  public static PolicyFile of(String policy, String file) {
    try (var in = requireNonNull(PolicyFile.class.getResourceAsStream(file), file)) {
      return new PolicyFile(policy, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same policy under another id. */
  public PolicyFile named(String other) {
    return new PolicyFile(
        other,
        xml.replace("id=\"" + id + "\"", "id=\"" + other + "\"")
            .replace("\"" + id + "-", "\"" + other + "-")
            .replace("#" + id + "-", "#" + other + "-"));
  }

  /** Changes one place of the file, which must be there. */
  public PolicyFile with(String before, String after) {
    assertThat(xml).contains(before);
    return new PolicyFile(id, xml.replace(before, after));
  }

  /** Sets the first cell whose id matches, for example {@code Rule_profile_zone_out_value}. */
  public PolicyFile cell(String entry, String text) {
    return first(
        "(<(?:input|output)Entry id=\"" + entry + "\"[^>]*>\\s*<text>)[^<]*(</text>)",
        "$1" + Matcher.quoteReplacement(text) + "$2");
  }

  /** Removes the first element of an id, with all it holds. */
  public PolicyFile without(String element, String id) {
    return first(
        "(?s)<" + element + " id=\"" + id + "\"(?:(?!</" + element + ">).)*</" + element + ">", "");
  }

  /** Puts a row in front of another of its table. */
  public PolicyFile inFront(String rule, String other) {
    var row = Pattern.compile("(?s)<rule id=\"" + rule + "\">.*?</rule>\\s*").matcher(xml);
    assertThat(row.find()).as(rule).isTrue();
    return without("rule", rule)
        .with("<rule id=\"" + other + "\">", row.group() + "<rule id=\"" + other + "\">");
  }

  private PolicyFile first(String pattern, String replacement) {
    var matcher = Pattern.compile(pattern).matcher(xml);
    assertThat(matcher.find()).as(pattern).isTrue();
    return new PolicyFile(id, matcher.replaceFirst(replacement));
  }

  public DecisionFile read() {
    return DecisionFile.read(id + ".dmn", bytes());
  }

  public byte[] bytes() {
    return xml.getBytes(StandardCharsets.UTF_8);
  }
}
