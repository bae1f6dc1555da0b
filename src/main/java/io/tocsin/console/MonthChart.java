package io.tocsin.console;

import io.tocsin.metrics.FigureId;
import io.tocsin.metrics.FigureWords;
import io.tocsin.metrics.Metrics.Group;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A drawing with a place for each month. All lengths are percents of the drawing, so that it fits
 * any width and its letters keep their size.
 *
 * @param months what stands below, and what it says when it is read aloud
 * @param columns of how many incidents
 * @param dots of times, and strokes from one to the next
 * @param target height of the target; null when there is none
 */
record MonthChart(
    List<Month> months,
    List<Column> columns,
    List<Dot> dots,
    List<Stroke> strokes,
    @Nullable String target,
    @Nullable String targetWords) {

  /** Room above for the words of the highest value. */
  private static final double TOP = 14;

  private static final double WIDTH = 0.62;

  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);
  private static final DateTimeFormatter LONG =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

  /** A place. */
  record Month(String x, String label, String name, String words) {}

  /** A part of a column, of one level. */
  record Column(String x, String width, String y, String height, int level, String words) {}

  /** A value, with its words above. */
  record Dot(String x, String y, String labelY, String label) {}

  /** From one value to the next. */
  record Stroke(String x1, String y1, String x2, String y2) {}

  /** How many incidents each month had, by level. */
  static MonthChart counts(List<Group> months, Map<Integer, Map<String, Integer>> byLevel) {
    var most = months.stream().mapToInt(Group::incidents).max().orElse(0);
    var places = new ArrayList<Month>();
    var columns = new ArrayList<Column>();
    var dots = new ArrayList<Dot>();
    for (int i = 0; i < months.size(); i++) {
      var month = months.get(i);
      places.add(month(months, i, month.incidents() + " incidents"));
      var from = 100.0;
      for (var level : byLevel.entrySet()) {
        var count = level.getValue().getOrDefault(month.group(), 0);
        if (count > 0) {
          var height = (100 - TOP) * count / Math.max(1, most);
          from -= height;
          columns.add(
              new Column(
                  percent((i + (1 - WIDTH) / 2) * 100 / months.size()),
                  percent(WIDTH * 100 / months.size()),
                  percent(from),
                  percent(height),
                  level.getKey(),
                  count + " of level " + level.getKey()));
        }
      }
      if (month.incidents() > 0) {
        dots.add(dot(months, i, from, String.valueOf(month.incidents())));
      }
    }
    return new MonthChart(places, columns, dots, List.of(), null, null);
  }

  /** The mean of a figure in each month that has one. */
  static MonthChart times(List<Group> months, FigureId id, Group all) {
    var target = all.figure(id).targetValue();
    var most = target == null ? 0 : target;
    for (var month : months) {
      var mean = month.figure(id).mean();
      most = Math.max(most, mean == null ? 0 : mean);
    }
    var places = new ArrayList<Month>();
    var dots = new ArrayList<Dot>();
    var strokes = new ArrayList<Stroke>();
    Dot before = null;
    for (int i = 0; i < months.size(); i++) {
      var mean = months.get(i).figure(id).mean();
      places.add(month(months, i, FigureWords.of(id.unit(), mean)));
      if (mean != null) {
        var dot = dot(months, i, height(mean, most), FigureWords.brief(mean));
        dots.add(dot);
        if (before != null) {
          strokes.add(new Stroke(before.x(), before.y(), dot.x(), dot.y()));
        }
        before = dot;
      }
    }
    return new MonthChart(
        places,
        List.of(),
        dots,
        strokes,
        target == null ? null : percent(height(target, most)),
        target == null ? null : "target " + FigureWords.of(id.unit(), target));
  }

  /** How many percent of a figure stayed within the target of their own level, of 100. */
  static MonthChart within(List<Group> months, FigureId id) {
    var places = new ArrayList<Month>();
    var dots = new ArrayList<Dot>();
    var strokes = new ArrayList<Stroke>();
    Dot before = null;
    for (int i = 0; i < months.size(); i++) {
      var within = months.get(i).figure(id).within();
      var words = within == null ? "nothing to compare" : Math.round(within) + " %";
      places.add(month(months, i, words));
      if (within != null) {
        var dot = dot(months, i, height(within, 100), words);
        dots.add(dot);
        if (before != null) {
          strokes.add(new Stroke(before.x(), before.y(), dot.x(), dot.y()));
        }
        before = dot;
      }
    }
    return new MonthChart(
        places, List.of(), dots, strokes, percent(height(100, 100)), "all of them");
  }

  private static double height(double value, double most) {
    return 100 - (100 - TOP) * value / Math.max(1, most);
  }

  private static Dot dot(List<Group> months, int i, double y, String label) {
    return new Dot(
        percent(middle(months, i)), percent(y), percent(Math.max(TOP / 2, y - 3)), label);
  }

  private static Month month(List<Group> months, int i, String words) {
    var month = YearMonth.parse(months.get(i).group());
    // A January says which year it is.
    var label =
        SHORT.format(month) + (month.getMonthValue() == 1 || i == 0 ? " " + month.getYear() : "");
    return new Month(percent(middle(months, i)), label, LONG.format(month), words);
  }

  private static double middle(List<Group> months, int i) {
    return (i + 0.5) * 100 / months.size();
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }
}
