package io.tocsin.incident;

import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

interface IncidentRepository extends Repository<Incident, String> {

  Incident save(Incident incident);

  Optional<Incident> findByNumber(String number);

  /**
   * Holds the row until the transaction ends: changes of one incident happen one after another. "No
   * key", because a new line of the timeline or a delivery holds the row's key: two transactions
   * that have each written one and then lock would wait for each other.
   */
  @Query("select * from incident where number = :number for no key update")
  Optional<Incident> findOneByNumber(@Param("number") String number);
}
