package io.tocsin.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class InsideWordsTest {

  @Autowired InsideWords words;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "We look into INC-2026-02-10-001. | INC-2026-02-10-001",
        "Like drill-2026-02-10-1234 | drill-2026-02-10-1234",
        "Write to ops+night@example.org now | ops+night@example.org",
        "The host 10.20.30.40 is full. | 10.20.30.40",
        "It is (192.168.0.1:8080) | 192.168.0.1",
        "On fe80::1 only | fe80::1",
        "On 2001:db8:0:0:0:0:0:1 only | 2001:db8:0:0:0:0:0:1",
        "db-01.internal does not answer | db-01.internal",
        "CARLA MENDES is on it | CARLA MENDES",
        "oncall1 is on it | oncall1",
        "shop-smartbeak is slow | shop-smartbeak",
      })
  void findsWhatIsOfTheHouse(String text, String found) {
    assertThat(words.in(text)).containsExactly(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Paying fails since 10:30:00 UTC, 3.5 percent of you see it",
        "Version 2.4.1 is out; see https://status.example.org/status",
        "Our support and security teams work on checkout: more at 14:30.",
      })
  void letsOrdinaryWordsBe(String text) {
    assertThat(words.in(text)).isEmpty();
  }

  @Test
  void namesFewOfMany() {
    assertThat(words.in("10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6")).hasSize(5);
  }
}
