package io.tocsin.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant who typed something else. Capitals do not count. */
public final class Typing {

  private Typing() {}

  /** Returns the one that is nearest to a word, however far that is; empty only for no words. */
  public static Optional<String> nearest(String typed, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  /** Returns whether a word is so near that it was likely meant. */
  public static boolean near(String typed, String known) {
    return distance(typed, known) <= Math.max(1, typed.length() / 3);
  }

  /** Returns how many letters must be changed, added or left out. */
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
