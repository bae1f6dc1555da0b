package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Refuses at start an action whose program the operator has not allowed. */
@Component
@EnableConfigurationProperties(ActionProperties.class)
class ProgramCheck {

  ProgramCheck(Catalog catalog, ActionProperties properties) {
    for (var service : catalog.services()) {
      service
          .actions()
          .forEach(
              (id, action) -> {
                if (!action.command().isEmpty()
                    && !properties.programs().contains(action.command().get(0))) {
                  throw new IllegalArgumentException(
                      "tocsin.actions.programs: the action '%s' of '%s' starts '%s'; list it there to allow it"
                          .formatted(id, service.id(), action.command().get(0)));
                }
              });
    }
  }
}
