package io.tocsin.incident;

import java.util.List;

/** What a form for the public is filled in with. */
public interface PublicDrafts {

  /** Returns what the incident is called outside. */
  String headline(IncidentView incident);

  /** Returns words to begin with, made of facts that may be read outside. */
  String words(IncidentView incident);

  /**
   * Returns ids of the services that words are about unless they say otherwise: what is hit and
   * what the last words named, as far as readers have a name for it.
   */
  List<String> services(IncidentView incident);
}
