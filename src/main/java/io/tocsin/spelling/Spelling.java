package io.tocsin.spelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Spelling {

  private Spelling() {}

  /** Returns the word that is nearest, the first of several; empty when there is none. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(one -> distance(one, word)));
  }

  /** Returns the nearest if somebody may have mistyped it. */
  public static Optional<String> near(String word, Collection<String> known) {
    return nearest(word, known)
        .filter(one -> distance(one, word) <= Math.max(2, word.length() / 3));
  }

  /** Returns the end of a sentence, and the question after it where a word is near. */
  public static String meant(String word, Collection<String> known) {
    return near(word, known).map(". Did you mean '%s'?"::formatted).orElse(".");
  }

  /** Returns how many letters must be changed, added or left out, small and capital alike. */
  public static int distance(String a, String b) {
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        var same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + (same ? 0 : 1));
      }
      above = row;
    }
    return above[b.length()];
  }
}
