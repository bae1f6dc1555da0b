package io.tocsin.incident;

import io.tocsin.engine.Answers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The five whys in a form: {@code why1} to {@code why5}. */
public final class Whys {

  /** The keys of the fields. */
  public static final List<String> FIELDS =
      IntStream.rangeClosed(1, 5).mapToObj(i -> "why" + i).toList();

  private Whys() {}

  /** Fills in the answers that are known. */
  public static void fill(Map<String, @Nullable Object> values, List<String> whys) {
    for (int i = 0; i < Math.min(whys.size(), FIELDS.size()); i++) {
      values.put(FIELDS.get(i), whys.get(i));
    }
  }

  /** Reads the answers that were given, in their order. */
  public static List<String> read(Answers answers) {
    return FIELDS.stream().map(answers::text).flatMap(Optional::stream).toList();
  }
}
