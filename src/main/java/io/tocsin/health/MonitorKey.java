package io.tocsin.health;

/** Names a monitor: {@code shop-api/health}, the business key of its process. */
record MonitorKey(String service, String monitor) {

  static MonitorKey of(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'" + text + "' names no monitor");
    }
    return new MonitorKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return service + "/" + monitor;
  }
}
