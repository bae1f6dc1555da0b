package io.tocsin.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalog for other programs. Addresses, headers and commands are not shown. */
@RestController
class ServicesController {

  private final Catalog catalog;

  ServicesController(Catalog catalog) {
    this.catalog = catalog;
  }

  @GetMapping("/api/v1/services")
  List<ServiceSummary> services() {
    return catalog.services().stream().map(ServiceSummary::of).toList();
  }

  record ServiceSummary(
      String id,
      String name,
      String owner,
      @Nullable String policy,
      List<String> dependsOn,
      List<String> healthChecks,
      List<ActionSummary> actions) {

    static ServiceSummary of(Catalog.Service service) {
      return new ServiceSummary(
          service.id(),
          service.name(),
          service.owner(),
          service.policy(),
          service.dependsOn(),
          service.healthChecks().stream().map(Catalog.HealthCheck::name).toList(),
          service.actions().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(
                  action ->
                      new ActionSummary(
                          action.getKey(),
                          action.getValue().title(),
                          action.getValue().approval(),
                          parameters(action.getValue())))
              .toList());
    }
  }

  /**
   * An action.
   *
   * @param parameters what each one takes, by name
   */
  record ActionSummary(String id, String title, boolean approval, Map<String, String> parameters) {}

  private static Map<String, String> parameters(Catalog.Action action) {
    var takes = new TreeMap<String, String>();
    action.parameters().forEach((name, parameter) -> takes.put(name, parameter.takes()));
    return takes;
  }
}
