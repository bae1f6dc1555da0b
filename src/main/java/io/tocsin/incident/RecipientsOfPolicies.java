package io.tocsin.incident;

import io.tocsin.people.People;
import io.tocsin.policy.KnownRecipients;
import io.tocsin.policy.Policies;
import org.springframework.stereotype.Component;

/** Policies are written before the directory is, and for other installations too. */
@Component
class RecipientsOfPolicies implements KnownRecipients {

  private final People people;

  RecipientsOfPolicies(People people) {
    this.people = people;
  }

  @Override
  public boolean known(String recipient) {
    return recipient.startsWith("role:")
        || Policies.RECIPIENT_WORDS.contains(recipient)
        || !people.resolve(recipient).isEmpty();
  }
}
