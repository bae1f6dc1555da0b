package io.tocsin.logs;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the lines that a thread writes belong to. The engine sets incident, model and activity while
 * it runs something, requests set what they know, and whoever finds an incident sets its number.
 *
 * <p>Names are not those of the Elastic Common Schema that mean something else there.
 */
public final class LogContext {

  /** Number of the incident. The engine puts its business key here, which may go on behind it. */
  public static final String INCIDENT = "incident";

  /** Id of the process whose instance is at work. */
  public static final String MODEL = "model";

  /** Id of the element of that process. */
  public static final String ACTIVITY = "activity";

  /** Given to each request, and back with its answer. */
  public static final String REQUEST = "request";

  /** Id of whoever makes the request; never a name or an address. */
  public static final String USER = "user.id";

  private static final List<String> ALL = List.of(INCIDENT, MODEL, ACTIVITY, REQUEST, USER);

  static final Pattern NUMBER = Pattern.compile("(INC|DRILL)-\\d{4}-\\d{2}-\\d{2}-\\d{3,9}");

  private LogContext() {}

  /** Lines that are written until this is closed belong to an incident, and then as before. */
  public interface Lines extends AutoCloseable {
    @Override
    void close();
  }

  /** Has the lines until the end of the result belong to an incident; null: to none. */
  public static Lines of(@Nullable String number) {
    var before = MDC.get(INCIDENT);
    about(number);
    return () -> about(before);
  }

  /** Has the lines of this thread belong to an incident until its request or job ends. */
  public static void about(@Nullable String number) {
    put(INCIDENT, number);
  }

  /** Says who makes the request of this thread. */
  public static void user(@Nullable String id) {
    put(USER, id);
  }

  static void request(String id) {
    put(REQUEST, id);
  }

  /** The thread goes on with something else. */
  static void clear() {
    ALL.forEach(MDC::remove);
  }

  /** Returns the number that a business key begins with; null when it belongs to no incident. */
  static @Nullable String number(@Nullable String key) {
    var found = key == null ? null : NUMBER.matcher(key);
    return found != null && found.lookingAt() ? found.group() : null;
  }

  private static void put(String name, @Nullable String value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
  }
}
