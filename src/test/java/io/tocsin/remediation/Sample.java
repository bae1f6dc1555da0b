package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.catalog.Catalog.HttpCall;
import io.tocsin.catalog.Catalog.Service;
import io.tocsin.incident.IncidentView;
import io.tocsin.wall.Walls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.mockito.Mockito;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Small catalog entries and incidents. */
final class Sample {

  private Sample() {}

  static Service service(String id, Map<String, Action> actions) {
    return new Service(
        id, "The " + id, "group:owners", null, List.of(), actions, List.of(), null, null);
  }

  static Action command(String title) {
    return new Action(title, true, Duration.ofSeconds(5), List.of("true"), Map.of(), null);
  }

  static Action call(String title, String url) {
    return new Action(
        title,
        false,
        Duration.ofSeconds(5),
        List.of(),
        Map.of(),
        new HttpCall("POST", URI.create(url), Map.of(), null));
  }

  /** The rules outside a drill's own application, with these vetoes. */
  static ActionRules rules(ActionVeto... vetoes) {
    var beans = new StaticListableBeanFactory();
    for (int i = 0; i < vetoes.length; i++) {
      beans.addBean("veto" + i, vetoes[i]);
    }
    return new ActionRules(Walls.wall(), beans.getBeanProvider(ActionVeto.class));
  }

  static IncidentView incident(boolean drill, boolean recentChange, String... services) {
    var incident = Mockito.mock(IncidentView.class);
    Mockito.when(incident.drill()).thenReturn(drill);
    Mockito.when(incident.recentChange()).thenReturn(recentChange);
    Mockito.when(incident.kind()).thenReturn("service-outage");
    Mockito.when(incident.services()).thenReturn(List.of(services));
    return incident;
  }
}
