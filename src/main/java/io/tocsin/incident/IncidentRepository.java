package io.tocsin.incident;

import java.util.Optional;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.Repository;

interface IncidentRepository extends Repository<Incident, String> {

  Incident save(Incident incident);

  Optional<Incident> findByNumber(String number);

  /** Holds the row until the transaction ends: changes of one incident happen one after another. */
  @Lock(LockMode.PESSIMISTIC_WRITE)
  Optional<Incident> findOneByNumber(String number);
}
