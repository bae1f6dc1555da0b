package io.tocsin.procedure;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an instance goes back to where it was before it was moved: what the engine still runs goes
 * where it came from, what it has come to since goes on as it is.
 *
 * @param elsewhere activities that go on elsewhere, as {@link Move#also}
 * @param refused why it cannot go back; null when, as far as can be said from here, it can
 */
record WayBack(Map<String, String> elsewhere, @Nullable String refused) {

  /**
   * Finds it.
   *
   * @param also of the move that is taken back
   * @param kept activities that go on as they are on the way back
   * @param cameFrom ids of activities, by the engine's ids of what ran in them; null when nobody
   *     has noted it
   * @param places the same, where it is now
   */
  static WayBack of(
      Map<String, String> also,
      Set<String> kept,
      @Nullable Map<String, String> cameFrom,
      Map<String, String> places) {
    var before =
        also.keySet().stream()
            .collect(Collectors.groupingBy(source -> String.valueOf(also.get(source))));
    var way = new HashMap<String, String>();
    // Somebody may come to them before the move is made.
    before.forEach(
        (activity, sources) -> {
          if (sources.size() == 1 && !kept.contains(activity)) {
            way.put(activity, sources.get(0));
          }
        });
    var here = new LinkedHashMap<String, Set<String>>();
    for (var place : places.entrySet()) {
      var activity = place.getValue();
      var origin = cameFrom == null ? null : cameFrom.get(place.getKey());
      if (origin == null && before.containsKey(activity)) {
        origin = cameHere(activity, before.getOrDefault(activity, List.of()), kept, cameFrom);
        if (origin == null) {
          return new WayBack(Map.of(), activity + ": nobody knows where it was before");
        }
      }
      if (origin != null) {
        here.computeIfAbsent(activity, any -> new HashSet<>()).add(origin);
      }
    }
    for (var at : here.entrySet()) {
      if (at.getValue().size() > 1) {
        return new WayBack(
            Map.of(), at.getKey() + ": it is there more than once, from different activities");
      }
      var origin = at.getValue().iterator().next();
      if (!kept.contains(at.getKey()) || !origin.equals(at.getKey())) {
        way.put(at.getKey(), origin);
      }
    }
    return new WayBack(Map.copyOf(way), null);
  }

  /**
   * Where goes back what nothing is noted of: it came there after the move, or before moves were
   * noted; null when nobody knows.
   */
  private static @Nullable String cameHere(
      String activity,
      Collection<String> before,
      Set<String> kept,
      @Nullable Map<String, String> cameFrom) {
    if (kept.contains(activity)) {
      return cameFrom == null ? null : activity;
    }
    return before.size() == 1 ? before.iterator().next() : null;
  }
}
