package io.tocsin.health;

import io.tocsin.catalog.Catalog.Service;
import java.util.List;
import java.util.Set;

/** Knows how to look at some aspects of a service. */
interface Look {

  Set<Aspect> aspects();

  /** Returns whether there is anything to look at. */
  boolean offers(Service service, Aspect aspect);

  /** Looks, within the time limits of the catalog. */
  List<Finding> at(Service service, Aspect aspect);
}
