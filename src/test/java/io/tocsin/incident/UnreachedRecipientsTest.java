package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.catalog.Catalog;
import io.tocsin.people.People;
import io.tocsin.policy.Policies;
import io.tocsin.support.TocsinTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class UnreachedRecipientsTest {

  @Autowired UnreachedRecipients unreached;
  @Autowired Policies policies;
  @Autowired IncidentProperties properties;

  @Test
  void the_directory_of_the_sample_has_somebody_for_all() {
    assertThat(unreached.byPolicy()).isEmpty();
  }

  @Test
  void what_reaches_nobody_is_told_ladders_first_for_the_policies_in_use_only() {
    var people = mock(People.class);
    when(people.resolve(anyString())).thenReturn(List.of());

    assertThat(
            new UnreachedRecipients(
                    policies, new Catalog(List.of()), properties, new RecipientsOfPolicies(people))
                .byPolicy())
        .singleElement()
        .asString()
        .startsWith("Policy parsify names whom this directory has nobody for; the ladder: ")
        .containsSubsequence(
            "the ladder: ", "the ladder of security incidents: ", "security-team", "messages: ");
  }
}
