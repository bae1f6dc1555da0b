package io.tocsin.alert;

import java.util.List;
import org.springframework.stereotype.Component;

/** The webhook of Prometheus Alertmanager, of any version. */
@Component
class AlertmanagerFormat implements AlertFormat {

  private final AlertGroups groups;

  AlertmanagerFormat(AlertGroups groups) {
    this.groups = groups;
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public List<Alert> read(Received received) {
    return groups.read(received);
  }
}
