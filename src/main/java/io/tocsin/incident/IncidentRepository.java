package io.tocsin.incident;

import io.tocsin.problem.NotFoundException;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface IncidentRepository extends Repository<Incident, String> {

  Incident save(Incident incident);

  /** Written out: deriving the query from the name anew each time costs more than its answer. */
  @Query(
      value = "select * from incident where number = :number",
      rowMapperClass = IncidentRows.class)
  Optional<Incident> findByNumber(String number);

  /**
   * Holds the row until the transaction ends: changes of one incident happen one after another. Not
   * its key, which whoever has written to the timeline holds already: two that write first and
   * change afterwards would wait for each other for ever.
   */
  @Query(
      value = "select * from incident where number = :number for no key update",
      rowMapperClass = IncidentRows.class)
  Optional<Incident> findOneByNumber(String number);

  /**
   * The same of an incident that there must be.
   *
   * @throws NotFoundException when there is none of that number
   */
  default Incident locked(String number) {
    SeenIncidents.forget(number);
    return findOneByNumber(number).orElseThrow(() -> unknown(number));
  }

  static NotFoundException unknown(String number) {
    return new NotFoundException("There is no incident " + number);
  }
}
