package io.tocsin.incident;

/** What a form for the public is filled in with. */
public interface PublicDrafts {

  /** Returns what the incident is called outside. */
  String headline(IncidentView incident);

  /** Returns words to begin with, made of facts that may be read outside. */
  String words(IncidentView incident);
}
