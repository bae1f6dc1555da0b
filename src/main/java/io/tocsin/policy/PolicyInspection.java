package io.tocsin.policy;

import static java.util.Objects.requireNonNull;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.DecisionFile.Column;
import io.tocsin.engine.DecisionFile.Rule;
import io.tocsin.engine.DecisionFile.Table;
import io.tocsin.engine.Feel;
import io.tocsin.policy.PolicyShape.Decision;
import io.tocsin.policy.PolicyShape.Item;
import io.tocsin.policy.PolicyShape.Kind;
import io.tocsin.policy.Questions.Type;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One look through one policy file; finds everything that is wrong with it, not only the first. */
class PolicyInspection {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

  /** Longer ones are no table that a person has written, nor one that a person could check. */
  private static final int MAX_ROWS = 500;

  private static final int MAX_ANNOTATION = 60;
  private static final String SECURITY_TEAM = "group:security-team";

  private final DecisionFile file;
  private final String policy;
  private final Feel feel;
  private final Set<String> faults = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Who is called or told, with the first place that names them. */
  private final Map<String, String> recipients = new LinkedHashMap<>();

  PolicyInspection(DecisionFile file, String policy, Feel feel) {
    this.file = file;
    this.policy = policy;
    this.feel = feel;
  }

  /**
   * A table whose columns are all there.
   *
   * @param rows each with its outputs by column, without those that cannot be read
   */
  private record Read(Decision shape, Table table, List<PolicyCells> columns, List<Row> rows) {

    PolicyCells column(String name) {
      return columns.get(table.input(name).orElseThrow());
    }
  }

  private record Row(Rule rule, Map<String, String> outputs) {

    String output(String name) {
      return outputs.getOrDefault(name, "");
    }

    boolean has(String name) {
      return outputs.containsKey(name);
    }
  }

  List<String> faults() {
    if (!file.id().equals(policy)) {
      faults.add(
          "The file's id is '%s', but its decisions are those of '%s'; for a new policy '%s' rename the decisions to '%s-profile' and so on, else give the file the id '%s'"
              .formatted(file.id(), policy, file.id(), file.id(), policy));
    } else if (!stem(file.resource()).equals(policy)) {
      // Else a copy that nobody has renamed takes the place of its original.
      faults.add(
          "The file is called '%s', but holds the policy '%s'; call it '%s.dmn', or for a new policy rename its id and its decisions"
              .formatted(file.resource(), policy, policy));
    }
    if (!ID.matcher(policy).matches()) {
      faults.add(
          "The policy's id '%s' is not taken; write at most 50 small letters, digits and hyphens"
              .formatted(policy));
    }
    var tables = new HashMap<String, Read>();
    for (var shape : PolicyShape.DECISIONS) {
      read(shape).ifPresent(table -> tables.put(shape.name(), table));
    }
    Optional.ofNullable(tables.get("profile")).ifPresent(this::profile);
    Optional.ofNullable(tables.get("severity")).ifPresent(this::severity);
    var targets = Optional.ofNullable(tables.get("targets")).map(this::targets);
    Optional.ofNullable(tables.get("roles")).ifPresent(this::roles);
    Optional.ofNullable(tables.get("escalation"))
        .ifPresent(table -> escalation(table, targets.orElse(null)));
    tables.values().forEach(this::look);
    return List.copyOf(faults);
  }

  /** Returns what is odd, but does not keep the policy from working. Asked after the faults. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns whom the policy calls or tells, each with the first place. Asked after the faults. */
  Map<String, String> recipients() {
    return recipients;
  }

  /** Returns the name of a file without folder and endings. */
  private static String stem(String resource) {
    var name = resource.substring(resource.lastIndexOf('/') + 1);
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
  }

  // What is odd

  private void look(Read read) {
    var table = read.table();
    for (var column : table.outputs()) {
      if (read.shape().outputs().stream().noneMatch(item -> item.name().equals(column.name()))) {
        warnings.add(
            "The decision '%s' has the output column '%s', which nobody reads"
                .formatted(table.decision(), column.name()));
      }
    }
    for (var row : read.rows()) {
      for (var key : read.shape().keys().isEmpty() ? List.<String>of() : keys(read, row)) {
        if (!known(read.shape(), key)) {
          warnings.add(
              "%s: '%s' is no %s that is asked for; is it misspelt?"
                  .formatted(place(table, row.rule()), key, read.shape().keys()));
        }
      }
      for (var item : read.shape().outputs()) {
        list(row, item, Kind.RECIPIENTS)
            .forEach(who -> recipients.putIfAbsent(who, place(table, row.rule())));
        list(row, item, Kind.GROUP)
            .forEach(group -> recipients.putIfAbsent("group:" + group, place(table, row.rule())));
        list(row, item, Kind.CHANNELS).stream()
            .filter(channel -> !PolicyShape.CHANNEL_NAMES.contains(channel))
            .forEach(
                channel ->
                    warnings.add(
                        "%s: the channel '%s' is not known"
                            .formatted(place(table, row.rule()), channel)));
      }
    }
    switch (read.shape().name()) {
      case "severity" -> wordsOfAlerts(read);
      case "escalation" -> whoIsCalled(read);
      case "targets" ->
          read.rows().stream()
              .filter(row -> keys(read, row).contains("reviewAttendees"))
              .forEach(
                  row ->
                      Policies.LEVELS.forEach(
                          level ->
                              items(row.output("level" + level))
                                  .forEach(
                                      who ->
                                          recipients.putIfAbsent(who, place(table, row.rule())))));
      default -> {}
    }
  }

  private static boolean known(Decision shape, String key) {
    return switch (shape.name()) {
      case "profile" -> PolicyShape.setting(key).isPresent();
      case "targets" -> PolicyShape.target(key).isPresent();
      case "audiences" -> PolicyShape.EVENTS.contains(key);
      case "checklists" -> PolicyShape.PHASES.contains(key);
      default -> true;
    };
  }

  private void wordsOfAlerts(Read read) {
    var column = read.table().input(Policies.ALERT_SEVERITY).orElseThrow();
    var words =
        read.rows().stream()
            .flatMap(row -> PolicyCells.words(row.rule().inputs().get(column)).stream())
            .toList();
    var missing = PolicyShape.ALERT_WORDS.stream().filter(word -> !words.contains(word)).toList();
    if (!missing.isEmpty()) {
      warnings.add(
          "The decision '%s' does not know what an alert means by %s; such an alert counts like one that says nothing"
              .formatted(read.table().decision(), String.join(", ", missing)));
    }
  }

  private void whoIsCalled(Read read) {
    for (var level : Policies.LEVELS) {
      var atOnce =
          IntStream.range(0, read.rows().size())
              .filter(i -> read.rows().get(i).output("trigger").equals("declaration"))
              .filter(i -> takes(read, i, level))
              .boxed()
              .toList();
      if (atOnce.stream().noneMatch(i -> takesSecurity(read, i, false))) {
        warnings.add(
            "The decision '%s' calls nobody at the declaration of level %d"
                .formatted(read.table().decision(), level));
      }
      if (atOnce.stream()
          .filter(i -> takesSecurity(read, i, true))
          .noneMatch(i -> read.rows().get(i).output("recipients").contains(SECURITY_TEAM))) {
        warnings.add(
            "The decision '%s' does not call %s when a security incident of level %d is declared"
                .formatted(read.table().decision(), SECURITY_TEAM, level));
      }
    }
  }

  private static boolean takesSecurity(Read read, int row, boolean security) {
    try {
      return read.column("security").takes(row, security);
    } catch (IllegalArgumentException e) {
      // The cell has been found at fault already.
      return false;
    }
  }

  private static List<String> list(Row row, Item item, Kind kind) {
    return item.kind() == kind ? items(row.output(item.name())) : List.of();
  }

  private static List<String> items(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  // Tables and their columns

  private Optional<Read> read(Decision shape) {
    var id = policy + "-" + shape.name();
    var table = file.tables().get(id);
    if (table == null) {
      faults.add(
          file.others().contains(id)
              ? "The decision '%s' is no decision table; make it one".formatted(id)
              : "The decision '%s' is missing; %s".formatted(id, remedy(shape)));
      return Optional.empty();
    }
    if (table.rules().size() > MAX_ROWS) {
      faults.add(
          "The decision '%s' has %d rows; at most %d are taken"
              .formatted(id, table.rules().size(), MAX_ROWS));
      return Optional.empty();
    }
    if (!table.languages().isEmpty()) {
      faults.add(
          "The decision '%s' has cells in %s; write them in FEEL"
              .formatted(id, String.join(", ", table.languages())));
      return Optional.empty();
    }
    for (var rule : table.rules()) {
      if (rule.inputs().size() != table.inputs().size()
          || rule.outputs().size() != table.outputs().size()) {
        faults.add(place(table, rule) + " has not one cell for each column; add or remove cells");
        return Optional.empty();
      }
    }
    hitPolicy(shape, table);
    if (!columns(shape, table)) {
      return Optional.empty();
    }
    var read = new Read(shape, table, cells(table, shape), rows(shape, table));
    inputs(read);
    return Optional.of(read);
  }

  /** A decision that kept the name of the policy it was copied from is easily overlooked. */
  private String remedy(Decision shape) {
    return file.tables().keySet().stream()
        .filter(other -> other.endsWith("-" + shape.name()))
        .findFirst()
        .map(other -> "rename '" + other + "' to it")
        .orElse("copy it from another policy");
  }

  private void hitPolicy(Decision shape, Table table) {
    if (!table.hitPolicy().equals(shape.hitPolicy()) || table.aggregation() != null) {
      faults.add(
          "The decision '%s' has the hit policy %s%s; choose %s%s"
              .formatted(
                  table.decision(),
                  word(table.hitPolicy()),
                  table.aggregation() == null ? "" : " " + table.aggregation(),
                  word(shape.hitPolicy()),
                  table.aggregation() == null ? "" : " without an aggregation"));
    }
  }

  private boolean columns(Decision shape, Table table) {
    var before = faults.size();
    for (var name : shape.inputs()) {
      if (table.input(name).isEmpty()) {
        faults.add(
            "The decision '%s' lacks the input column '%s'; add it"
                .formatted(table.decision(), name));
      }
    }
    for (var item : shape.outputs()) {
      if (item.required() && table.output(item.name()).isEmpty()) {
        faults.add(
            "The decision '%s' lacks the output column '%s'; add it"
                .formatted(table.decision(), item.name()));
      }
    }
    var seen = new HashSet<String>();
    for (var column : table.inputs()) {
      if (!shape.inputs().contains(column.name()) && !shape.mayAsk().contains(column.name())) {
        var known = new LinkedHashSet<>(shape.inputs());
        known.addAll(shape.mayAsk());
        faults.add(
            "The decision '%s' has the input column '%s', which nobody answers; there are %s"
                .formatted(table.decision(), column.name(), String.join(", ", known)));
      }
      twice(table, "input", column.name(), seen);
      type(table, column, inputTypes(type(shape, column.name())));
    }
    seen.clear();
    for (var column : table.outputs()) {
      twice(table, "output", column.name(), seen);
      type(table, column, outputTypes(shape, column.name()));
    }
    return faults.size() == before;
  }

  private void twice(Table table, String what, String name, Set<String> seen) {
    if (!seen.add(name)) {
      faults.add(
          "The decision '%s' has the %s column '%s' twice; remove one of them"
              .formatted(table.decision(), what, name));
    }
  }

  private void type(Table table, Column column, List<String> types) {
    if (!column.type().isEmpty() && !types.contains(column.type().toLowerCase(Locale.ROOT))) {
      faults.add(
          "The decision '%s' has the column '%s' of the type %s; choose %s"
              .formatted(table.decision(), column.name(), column.type(), types.get(0)));
    }
  }

  private static Type type(Decision shape, String input) {
    if (input.equals("level")) {
      return Type.NUMBER;
    }
    if (shape.name().equals("severity") && Questions.ALL.containsKey(input)) {
      return Questions.ALL.get(input).type();
    }
    return !shape.name().equals("severity") && input.equals("security") ? Type.FLAG : Type.WORD;
  }

  private static List<String> inputTypes(Type type) {
    return switch (type) {
      case WORD -> List.of("string");
      case NUMBER -> List.of("double", "integer", "long", "number");
      case FLAG -> List.of("boolean");
    };
  }

  private static List<String> outputTypes(Decision shape, String name) {
    return switch (kind(shape, name)) {
      case LEVEL -> List.of("integer", "long", "number");
      case TRUE_FALSE -> List.of("boolean");
      default -> List.of("string");
    };
  }

  private static Kind kind(Decision shape, String output) {
    return shape.outputs().stream()
        .filter(item -> item.name().equals(output))
        .map(Item::kind)
        .findFirst()
        .orElse(Kind.TEXT);
  }

  // Cells

  private List<PolicyCells> cells(Table table, Decision shape) {
    var columns = new ArrayList<PolicyCells>();
    for (int i = 0; i < table.inputs().size(); i++) {
      columns.add(new PolicyCells(table, i, type(shape, table.inputs().get(i).name()), feel));
    }
    return columns;
  }

  private List<Row> rows(Decision shape, Table table) {
    var rows = new ArrayList<Row>();
    for (var rule : table.rules()) {
      var outputs = new LinkedHashMap<String, String>();
      for (int i = 0; i < table.outputs().size(); i++) {
        var name = table.outputs().get(i).name();
        try {
          var value = PolicyValues.constant(rule.outputs().get(i), kind(shape, name), feel);
          shape.outputs().stream()
              .filter(item -> item.name().equals(name))
              .forEach(item -> PolicyValues.require(value, item.kind(), item.filled()));
          outputs.put(name, value);
        } catch (IllegalArgumentException e) {
          fault(table, rule, name, e);
        }
      }
      rows.add(new Row(rule, outputs));
    }
    return rows;
  }

  private void inputs(Read read) {
    var table = read.table();
    var readable = true;
    for (int row = 0; row < table.rules().size(); row++) {
      for (int column = 0; column < table.inputs().size(); column++) {
        var name = table.inputs().get(column).name();
        var rule = table.rules().get(row);
        try {
          read.columns().get(column).taken(row);
          words(read.shape(), name, rule.inputs().get(column));
        } catch (IllegalArgumentException e) {
          readable = false;
          fault(table, rule, name, e);
        }
      }
    }
    if (readable) {
      overlaps(read);
    }
  }

  private static void words(Decision shape, String input, String cell) {
    if (input.equals(shape.keys())) {
      if (!PolicyCells.onlyWords(cell)) {
        throw new IllegalArgumentException(
            "'%s' is looked up by its word; write one in quotes, such as \"%s\""
                .formatted(cell, input));
      }
      if (input.equals("role")) {
        PolicyCells.words(cell).forEach(word -> PolicyValues.require(word, Kind.ROLE, true));
      }
    }
    if (shape.name().equals("severity") && Questions.ALL.containsKey(input)) {
      var known = Questions.ALL.get(input).words();
      for (var word : PolicyCells.words(cell)) {
        if (!known.isEmpty() && !known.contains(word)) {
          throw new IllegalArgumentException(
              "'%s' is no answer to %s; there are %s"
                  .formatted(word, input, String.join(", ", known)));
        }
      }
    }
  }

  /** In a Unique table no two rows may hold at once; elsewhere no two of them with one id. */
  private void overlaps(Read read) {
    var unique = read.shape().hitPolicy().equals("UNIQUE");
    if (!unique && read.shape().id().isEmpty()) {
      return;
    }
    var rows = read.rows();
    for (int a = 0; a < rows.size(); a++) {
      for (int b = a + 1; b < rows.size(); b++) {
        var id = rows.get(a).output(read.shape().id());
        var both = unique || (!id.isEmpty() && id.equals(rows.get(b).output(read.shape().id())));
        if (both && overlap(read, a, b)) {
          faults.add(
              "%s and %s hold at once%s; change the condition of one of them, or remove it"
                  .formatted(
                      place(read.table(), rows.get(a).rule()),
                      row(rows.get(b).rule()),
                      unique
                          ? shared(read, rows.get(a), rows.get(b))
                          : " and are both the " + read.shape().id() + " '" + id + "'"));
        }
      }
    }
  }

  private static String shared(Read read, Row a, Row b) {
    return keys(read, a).stream()
        .filter(keys(read, b)::contains)
        .findFirst()
        .map(key -> " for '" + key + "'")
        .orElse("");
  }

  private static boolean overlap(Read read, int a, int b) {
    for (var column : read.columns()) {
      var both = (BitSet) column.taken(a).clone();
      both.and(column.taken(b));
      if (both.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  // The tables one by one

  private void profile(Read read) {
    var settings = new LinkedHashMap<String, Row>();
    read.rows().forEach(row -> keys(read, row).forEach(key -> settings.put(key, row)));
    var good = new HashMap<String, String>();
    for (var item : PolicyShape.SETTINGS) {
      var row = settings.get(item.name());
      if (row == null) {
        if (item.required()) {
          faults.add(
              "The decision '%s' lacks a row for the setting '%s'; add it%s"
                  .formatted(read.table().decision(), item.name(), misspelt(read, item.name())));
        }
      } else if (row.has("value")) {
        try {
          PolicyValues.require(row.output("value"), item.kind(), item.filled());
          good.put(item.name(), row.output("value"));
        } catch (IllegalArgumentException e) {
          fault(read.table(), row.rule(), "value", e);
        }
      }
    }
    if (good.containsKey("workStart") && good.containsKey("workEnd")) {
      var starts = LocalTime.parse(good.get("workStart"));
      var ends = LocalTime.parse(good.get("workEnd"));
      if (!starts.isBefore(ends)) {
        fault(
            read.table(),
            requireNonNull(settings.get("workEnd")).rule(),
            "value",
            "the work ends at %s, which is not after its start at %s; write a later time"
                .formatted(ends, starts));
      }
    }
    // A time that cannot be read is said above.
    if (!good.getOrDefault("quietLevels", "").isBlank()
        && List.of("quietFrom", "quietUntil").stream()
            .allMatch(time -> good.containsKey(time) || !settings.containsKey(time))) {
      var from = good.getOrDefault("quietFrom", "");
      var until = good.getOrDefault("quietUntil", "");
      if (from.isBlank()
          || until.isBlank()
          || LocalTime.parse(from).equals(LocalTime.parse(until))) {
        fault(
            read.table(),
            requireNonNull(settings.get("quietLevels")).rule(),
            "value",
            "quiet hours need quietFrom and quietUntil, two different times; add them, or leave quietLevels empty for none");
      }
    }
    if (good.containsKey("gateChecks")
        && good.containsKey("gateAttempts")
        && Integer.parseInt(good.get("gateChecks")) > Integer.parseInt(good.get("gateAttempts"))) {
      fault(
          read.table(),
          requireNonNull(settings.get("gateAttempts")).rule(),
          "value",
          "%s attempts cannot give the %s good checks that gateChecks asks for; write a larger number"
              .formatted(good.get("gateAttempts"), good.get("gateChecks")));
    }
    labels(read, settings, good);
  }

  private void labels(Read read, Map<String, Row> settings, Map<String, String> good) {
    var byLabel = new HashMap<String, Integer>();
    for (var level : Policies.LEVELS) {
      byLabel.put(String.valueOf(level), level);
    }
    for (var level : Policies.LEVELS) {
      var label = good.get("label" + level);
      if (label == null) {
        continue;
      }
      var other = byLabel.putIfAbsent(label.strip().toLowerCase(Locale.ROOT), level);
      if (other != null && !other.equals(level)) {
        fault(
            read.table(),
            requireNonNull(settings.get("label" + level)).rule(),
            "value",
            "'%s' names level %d already; give level %d a label of its own"
                .formatted(label, other, level));
      }
    }
  }

  private void severity(Read read) {
    var rows = read.rows();
    if (rows.isEmpty() || !catchesAll(rows.get(rows.size() - 1))) {
      faults.add(
          "The decision '%s' has no catch-all: its last row must leave every input empty, so that no incident stays without a level"
              .formatted(read.table().decision()));
    }
    int worst = 0;
    for (int i = 0; i + 1 < rows.size(); i++) {
      var row = rows.get(i);
      if (catchesAll(row)) {
        fault(
            read.table(),
            row.rule(),
            "inputs",
            "all of them are empty, so that no row below is ever reached; move the row to the end");
      }
      if (row.has("level")) {
        var level = Integer.parseInt(row.output("level"));
        if (level < worst) {
          fault(
              read.table(),
              row.rule(),
              "level",
              "%d stands below a row of level %d; the first row that holds wins, so write the worst first"
                  .formatted(level, worst));
        }
        worst = Math.max(worst, level);
      }
    }
  }

  private static boolean catchesAll(Row row) {
    return row.rule().inputs().stream().allMatch(PolicyCells::any);
  }

  /** Returns the rows by target. */
  private Map<String, Row> targets(Read read) {
    var rows = new LinkedHashMap<String, Row>();
    read.rows().forEach(row -> keys(read, row).forEach(key -> rows.put(key, row)));
    for (var item : PolicyShape.TARGETS) {
      var row = rows.get(item.name());
      if (row == null) {
        if (item.required()) {
          faults.add(
              "The decision '%s' lacks a row for the target '%s'; add it%s%s"
                  .formatted(
                      read.table().decision(),
                      item.name(),
                      item.filled() ? "" : ", with empty cells where none is owed",
                      misspelt(read, item.name())));
        }
        continue;
      }
      for (var level : Policies.LEVELS) {
        var column = "level" + level;
        if (row.has(column)) {
          try {
            PolicyValues.require(row.output(column), item.kind(), item.filled());
          } catch (IllegalArgumentException e) {
            fault(read.table(), row.rule(), column, e);
          }
        }
      }
    }
    for (var level : Policies.LEVELS) {
      needs(read, rows, "stabiliseFirstChecks", null, "stabiliseFirstCheckEvery", level);
      needs(read, rows, "statusPage", "required", "statusPageWithin", level);
    }
    return rows;
  }

  private void needs(
      Read read,
      Map<String, Row> rows,
      String target,
      @Nullable String value,
      String other,
      int level) {
    var column = "level" + level;
    var has = rows.get(target);
    var needed = rows.get(other);
    if (has == null || needed == null || !has.has(column) || !needed.has(column)) {
      return;
    }
    var wanted = value == null ? !has.output(column).isBlank() : has.output(column).equals(value);
    if (wanted && needed.output(column).isBlank()) {
      fault(
          read.table(),
          needed.rule(),
          column,
          "is empty, but %s is '%s' at this level; write a duration such as PT30M"
              .formatted(target, has.output(column)));
    }
  }

  private void roles(Read read) {
    if (read.rows().stream().noneMatch(row -> keys(read, row).contains("commander"))) {
      faults.add(
          "The decision '%s' lacks a row for the role 'commander'; every incident needs one"
              .formatted(read.table().decision()));
    }
  }

  private void escalation(Read read, @Nullable Map<String, Row> targets) {
    for (int i = 0; i < read.rows().size(); i++) {
      var row = read.rows().get(i);
      var after = awaited(row.output("after"));
      if (after == null || targets == null) {
        continue;
      }
      var target = targets.get(after);
      var item = PolicyShape.target(after);
      if (target == null || (item.isPresent() && item.get().kind() != Kind.DEADLINE)) {
        fault(
            read.table(),
            row.rule(),
            "after",
            "'%s' is neither a duration such as PT30M, nor business days such as 2bd, nor a target that is a deadline"
                .formatted(after));
        continue;
      }
      for (var level : Policies.LEVELS) {
        if (target.has("level" + level)
            && target.output("level" + level).isBlank()
            && takes(read, i, level)) {
          fault(
              read.table(),
              row.rule(),
              "after",
              "the target '%s' is not owed at level %d; write a duration, or leave the level out"
                  .formatted(after, level));
        }
      }
    }
  }

  /** Returns the target that a step waits for; null when it waits for none, or is at fault. */
  private static @Nullable String awaited(String after) {
    try {
      return After.parse(after).target();
    } catch (IllegalArgumentException e) {
      // The cell has been found at fault already.
      return null;
    }
  }

  private static boolean takes(Read read, int row, int level) {
    try {
      return read.column("level").takes(row, (double) level);
    } catch (IllegalArgumentException e) {
      // The cell has been found at fault already.
      return false;
    }
  }

  /** Returns a hint at a row whose word is nearly the one that is missing; empty without one. */
  private static String misspelt(Read read, String missing) {
    for (var row : read.rows()) {
      for (var key : keys(read, row)) {
        if (!known(read.shape(), key)
            && key.replaceAll("[^A-Za-z0-9]", "")
                .equalsIgnoreCase(missing.replaceAll("[^A-Za-z0-9]", ""))) {
          return ", or is it " + row(row.rule()) + ", written '" + key + "'?";
        }
      }
    }
    return "";
  }

  private static List<String> keys(Read read, Row row) {
    return PolicyCells.words(
        row.rule().inputs().get(read.table().input(read.shape().keys()).orElseThrow()));
  }

  // Words

  private void fault(Table table, Rule rule, String column, IllegalArgumentException reason) {
    fault(table, rule, column, String.valueOf(reason.getMessage()));
  }

  private void fault(Table table, Rule rule, String column, String reason) {
    faults.add(place(table, rule) + ", column '" + column + "': " + reason);
  }

  private static String place(Table table, Rule rule) {
    return "The decision '" + table.decision() + "', " + row(rule);
  }

  private static String row(Rule rule) {
    var why = rule.annotation().replaceAll("\\s+", " ");
    var shown = why.length() > MAX_ANNOTATION ? why.substring(0, MAX_ANNOTATION) + "…" : why;
    return "row " + rule.number() + " (" + rule.id() + (shown.isEmpty() ? "" : ": " + shown) + ")";
  }

  private static String word(String hitPolicy) {
    return hitPolicy.charAt(0) + hitPolicy.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
