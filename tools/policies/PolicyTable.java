import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Prints every target of every policy, level by level, as a running Tocsin gives them over HTTP, and
 * compares them with the tables kept in the project.
 *
 * <pre>java tools/policies/PolicyTable.java [address] [user] [password] [file]</pre>
 *
 * <p>Without arguments: http://localhost:8080, the sample user {@code owner} (or the environment
 * variables TOCSIN_USER and TOCSIN_PASSWORD), and the tables of the tests. Ends with 0 when all
 * cells are equal, 1 when some differ (each is named), 2 when nothing could be compared.
 */
public class PolicyTable {

  private static final String TABLES = "src/test/resources/policy-tables/targets-of-policies.txt";
  private static final int KEY = 25;
  private static final int CELL = 20;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String base;
  private final String authorization;
  private final List<String> differences = new ArrayList<>();
  private int compared;

  PolicyTable(String base, String user, String password) {
    this.base = base.replaceAll("/+$", "");
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  public static void main(String[] args) throws Exception {
    try {
      System.exit(
          new PolicyTable(
                  argument(args, 0, "TOCSIN_URL", "http://localhost:8080"),
                  argument(args, 1, "TOCSIN_USER", "owner"),
                  argument(args, 2, "TOCSIN_PASSWORD", "tocsin"))
              .run(Path.of(argument(args, 3, "TOCSIN_POLICY_TABLES", TABLES))));
    } catch (IOException e) {
      System.err.println("Nothing was compared: " + e);
      System.exit(2);
    }
  }

  private static String argument(String[] args, int at, String variable, String otherwise) {
    return args.length > at
        ? args[at]
        : System.getenv(variable) == null ? otherwise : System.getenv(variable);
  }

  private int run(Path file) throws IOException, InterruptedException {
    var tables = tables(file);
    var seen = new LinkedHashSet<String>();
    for (var entry : (List<?>) read("/api/v1/policies")) {
      var policy = (Map<?, ?>) entry;
      var id = String.valueOf(policy.get("id"));
      seen.add(id);
      print(policy, id, tables.get(id));
    }
    for (var id : tables.keySet()) {
      if (!seen.contains(id)) {
        differences.add(id + ": the policy is not deployed");
      }
    }
    if (differences.isEmpty()) {
      System.out.printf("%d cells compared with %s, all equal%n", compared, file);
      return 0;
    }
    System.out.printf("%d cells compared with %s, differences:%n", compared, file);
    differences.forEach(difference -> System.out.println("  " + difference));
    return 1;
  }

  private void print(Map<?, ?> policy, String id, Map<String, List<String>> table)
      throws IOException, InterruptedException {
    var labels = (Map<?, ?>) policy.get("labels");
    var levels = new ArrayList<Map<?, ?>>();
    var keys = new LinkedHashSet<String>();
    if (table != null) {
      keys.addAll(table.keySet());
    }
    for (int level = 1; level <= 4; level++) {
      // Asked for by its label, as a person would.
      var label = URLEncoder.encode(String.valueOf(labels.get("" + level)), StandardCharsets.UTF_8);
      var targets =
          (Map<?, ?>)
              read("/api/v1/policies/" + id + "/targets/" + label.replace("+", "%20"));
      levels.add(targets);
      targets.keySet().forEach(key -> keys.add(String.valueOf(key)));
    }
    System.out.printf(
        "%s (%s), version %s%s%n",
        policy.get("title"),
        id,
        policy.get("version"),
        table == null ? ", not in the tables: shown only" : "");
    System.out.printf(
        "  %s%s%n",
        fit("", KEY),
        row(List.of(labels.get("1"), labels.get("2"), labels.get("3"), labels.get("4"))));
    System.out.println("  " + "-".repeat(KEY + 4 * CELL));
    var beside = false;
    var notes = new ArrayList<String>();
    for (var key : keys) {
      var cells = new ArrayList<Object>();
      var expected = table == null ? null : table.get(key);
      for (int level = 1; level <= 4; level++) {
        var value = levels.get(level - 1).get(key);
        var is = value == null ? "" : value.toString();
        var mark = "";
        if (expected != null) {
          compared++;
          if (!same(expected.get(level - 1), is)) {
            mark = " !";
            differences.add(
                "%s, %s, level %d: is '%s', the table says '%s'"
                    .formatted(id, key, level, is, expected.get(level - 1)));
          }
        }
        cells.add((is.isEmpty() ? "-" : is.length() > CELL - 4 ? note(notes, is) : is) + mark);
      }
      beside |= table != null && expected == null;
      System.out.println(
          "  " + fit((table != null && expected == null ? "+ " : "") + key, KEY) + row(cells));
    }
    for (int i = 0; i < notes.size(); i++) {
      System.out.printf("  [%d] %s%n", i + 1, notes.get(i));
    }
    if (beside) {
      System.out.println("  + not in the table: compared by the tests of each policy");
    }
    System.out.println();
  }

  /** A long value stands below the table. */
  private static String note(List<String> notes, String value) {
    if (!notes.contains(value)) {
      notes.add(value);
    }
    return "[" + (notes.indexOf(value) + 1) + "]";
  }

  private static String row(List<?> cells) {
    var row = new StringBuilder();
    cells.forEach(cell -> row.append(fit(String.valueOf(cell), CELL)));
    return row.toString().stripTrailing();
  }

  private static String fit(String text, int width) {
    var shown = text.length() < width ? text : text.substring(0, width - 2) + "…";
    return shown + " ".repeat(width - shown.length());
  }

  private static boolean same(String expected, String is) {
    return expected.equals(is)
        || (expected.startsWith("P")
            && is.startsWith("P")
            && Duration.parse(expected).equals(Duration.parse(is)));
  }

  private static Map<String, Map<String, List<String>>> tables(Path file) throws IOException {
    var tables = new LinkedHashMap<String, Map<String, List<String>>>();
    Map<String, List<String>> table = null;
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("#")) {
        var end = line.indexOf(": target,");
        if (end > 0) {
          table = new LinkedHashMap<>();
          tables.put(line.substring(1, end).strip(), table);
        }
      } else if (!line.isBlank() && table != null) {
        var cells = new ArrayList<String>();
        for (var cell : line.split("\\|", -1)) {
          cells.add(cell.strip().equals("''") ? "" : cell.strip());
        }
        if (cells.size() != 5) {
          throw new IOException("This line does not hold a target and four values: " + line);
        }
        table.put(cells.get(0), cells.subList(1, 5));
      }
    }
    return tables;
  }

  private Object read(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", authorization)
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          base + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return new Json(answer.body()).value();
  }

  /** As much of JSON as is needed to read it; the program takes no library. */
  private static final class Json {

    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Object value() {
      skip();
      var next = text.charAt(at);
      if (next == '{') {
        var object = new LinkedHashMap<String, Object>();
        for (at++; !closes('}'); ) {
          var key = string();
          skip();
          at++;
          object.put(key, value());
        }
        return object;
      }
      if (next == '[') {
        var list = new ArrayList<Object>();
        for (at++; !closes(']'); ) {
          list.add(value());
        }
        return list;
      }
      if (next == '"') {
        return string();
      }
      var start = at;
      while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      var word = text.substring(start, at);
      return word.equals("null") ? null : word;
    }

    private boolean closes(char bracket) {
      skip();
      if (text.charAt(at) == ',') {
        at++;
        skip();
      }
      if (text.charAt(at) != bracket) {
        return false;
      }
      at++;
      return true;
    }

    private String string() {
      skip();
      var value = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        if (text.charAt(at) != '\\') {
          value.append(text.charAt(at));
          continue;
        }
        at++;
        switch (text.charAt(at)) {
          case 'u' -> {
            value.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
            at += 4;
          }
          case 'n' -> value.append('\n');
          case 't' -> value.append('\t');
          case 'r' -> value.append('\r');
          case 'b' -> value.append('\b');
          case 'f' -> value.append('\f');
          default -> value.append(text.charAt(at));
        }
      }
      at++;
      return value.toString();
    }

    private void skip() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
