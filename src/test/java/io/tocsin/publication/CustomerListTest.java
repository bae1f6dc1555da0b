package io.tocsin.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tocsin.catalog.Catalog.CustomerList;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomerListTest {

  private static final URI URL = URI.create("https://crm.example.org/list?key=secret");

  @Test
  void is_either_a_file_or_a_url() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomerList(null, null, Map.of(), Duration.ofSeconds(1)))
        .withMessageContaining("either a file or a url");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomerList(Path.of("x"), URL, Map.of(), Duration.ofSeconds(1)));
  }

  @Test
  void is_read_well_within_the_lock_of_its_job() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CustomerList(null, URL, Map.of(), Duration.ofSeconds(21)))
        .withMessageContaining("at most 20s");
  }

  @Test
  void keeps_its_secrets() {
    var list =
        new CustomerList(null, URL, Map.of("Authorization", "hidden"), Duration.ofSeconds(1));
    assertThat(list.toString()).doesNotContain("secret", "hidden");
  }
}
