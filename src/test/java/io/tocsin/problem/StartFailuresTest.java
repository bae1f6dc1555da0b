package io.tocsin.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.yaml.snakeyaml.Yaml;

class StartFailuresTest {

  @Test
  void aReasonOfOurOwnIsSaidWithoutATrace() {
    var ours = new IllegalStateException("tocsin.evidence.directory: cannot be written to");
    var analysis = new OwnReasonAnalyzer().analyze(new BeanCreationException("vault", ours));

    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription()).isEqualTo(ours.getMessage());
  }

  @Test
  void whatALibraryStumblesOverKeepsItsTrace() {
    var theirs = catchThrowable(() -> new Scanner("").match());

    assertThat(theirs).isInstanceOf(IllegalStateException.class);
    assertThat(new OwnReasonAnalyzer().analyze(theirs)).isNull();
  }

  @Test
  void aFileThatMayNotBeReadIsNamedWithWhoMustReadIt() {
    for (var denied :
        List.of(
            new AccessDeniedException("/config/tocsin.yaml"),
            new FileNotFoundException("/config/tocsin.yaml (Permission denied)"))) {
      var analysis = new UnreadableFileAnalyzer().analyze(new IllegalStateException(denied));

      assertThat(analysis).isNotNull();
      assertThat(analysis.getDescription()).contains("/config/tocsin.yaml");
      assertThat(analysis.getAction()).contains("10001");
    }
    assertThat(new UnreadableFileAnalyzer().analyze(new FileNotFoundException("gone"))).isNull();
  }

  @Test
  void aBrokenFileIsSaidByItsLineWithoutItsWords() {
    var broken = catchThrowable(() -> new Yaml().load("a: 1\nsecret: [s3cr3t\nb: 2\n"));
    var analysis = new SettingsFileAnalyzer().analyze(broken);

    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription()).contains("in line 3").doesNotContain("s3cr3t");
    assertThat(analysis.getAction()).contains("TOCSIN_CONFIG");
  }
}
