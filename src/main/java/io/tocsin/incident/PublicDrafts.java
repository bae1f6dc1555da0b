package io.tocsin.incident;

import io.tocsin.problem.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a form for the public is filled in with, and asked about. */
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

  /**
   * Asks again before words go out that name what is of the house.
   *
   * @param field where they were written
   * @param remedy how to say it all the same
   * @throws InvalidInputException naming the field and what it holds
   */
  void requireNothingInside(String field, @Nullable String words, String remedy);
}
