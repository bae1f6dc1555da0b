package io.tocsin.alert;

import io.tocsin.catalog.Catalog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the service in what a source says of itself. */
@Component
class ServiceNames {

  private final List<String> labels;
  private final Catalog catalog;

  ServiceNames(AlertProperties properties, Catalog catalog) {
    this.labels = properties.serviceLabels();
    this.catalog = catalog;
  }

  /**
   * Returns the service that a label names, else the first hint that the catalog knows, else the
   * first hint.
   *
   * @param hints fields that name a component; what is not in the catalog stays visible
   * @param guesses fields such as a host, which count only when the catalog knows them
   */
  List<String> of(
      Map<String, String> named, List<@Nullable String> hints, List<@Nullable String> guesses) {
    var label = labels.stream().map(named::get).filter(Objects::nonNull).findFirst();
    if (label.isPresent()) {
      return List.of(label.get());
    }
    return Stream.concat(hints.stream(), guesses.stream())
        .filter(Objects::nonNull)
        .filter(name -> catalog.find(name).isPresent())
        .findFirst()
        .or(() -> hints.stream().filter(Objects::nonNull).findFirst())
        .stream()
        .toList();
  }
}
