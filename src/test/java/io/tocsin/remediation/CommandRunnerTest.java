package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.outbound.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CommandRunnerTest {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final CommandRunner runner = new CommandRunner(new Programs());

  @Test
  void keepsBothOutputs() {
    var outcome = run(PATIENT, Map.of(), "/bin/sh", "-c", "echo out; echo err >&2");

    assertThat(outcome).isEqualTo(new Outcome(true, "Exit code 0\nout\nerr"));
  }

  @Test
  void failsOnAnotherExitCode() {
    assertThat(run(PATIENT, Map.of(), "/bin/sh", "-c", "exit 3"))
        .isEqualTo(new Outcome(false, "Exit code 3"));
  }

  @Test
  void saysThatAProgramCannotBeStarted() {
    assertThat(run(PATIENT, Map.of("TOKEN", "hunter22"), "/nowhere/tool", "--secret"))
        .isEqualTo(new Outcome(false, "The program /nowhere/tool cannot be started"));
  }

  @Test
  void inheritsNothingButTheConfiguredEnvironment() {
    var outcome = run(PATIENT, Map.of("REGION", "eu"), "/usr/bin/env");

    assertThat(outcome.output().lines()).containsExactly("Exit code 0", "REGION=eu");
  }

  @Test
  void passesArgumentsAsTheyAreWithoutAShell() {
    assertThat(run(PATIENT, Map.of(), "/bin/echo", "$HOME", ";", "`id`").output())
        .isEqualTo("Exit code 0\n$HOME ; `id`");
  }

  @Test
  void masksSecretsInTheOutput() {
    var outcome = run(PATIENT, Map.of("TOKEN", "hunter22"), "/bin/sh", "-c", "echo key=$TOKEN");

    assertThat(outcome.output()).isEqualTo("Exit code 0\nkey=*****");
  }

  @Test
  void capsTheOutputAndLetsTheCommandFinish() {
    var outcome =
        run(PATIENT, Map.of(), "/bin/sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; exit 0");

    assertThat(outcome.state()).isEqualTo(ActionRun.State.SUCCEEDED);
    assertThat(outcome.output()).endsWith("x… (cut)").hasSizeLessThan(17_000);
  }

  @Test
  void dropsWhatADatabaseOrATerminalCannotTake() {
    assertThat(run(PATIENT, Map.of(), "/usr/bin/printf", "a\\000b\\033[1mc\\n").output())
        .isEqualTo("Exit code 0\nab[1mc");
  }

  @Test
  void killsACommandWithItsChildrenAtTheTimeLimit(@TempDir Path folder) throws Exception {
    var pids = folder.resolve("pids");
    var script =
        "sleep 300 & echo $! >> %1$s; (sleep 301 & echo $! >> %1$s; wait) & wait".formatted(pids);
    var began = System.nanoTime();

    var outcome =
        run(Duration.ofSeconds(2), Map.of("PATH", "/bin:/usr/bin"), "/bin/sh", "-c", script);

    assertThat(outcome).isEqualTo(Outcome.unknown("Killed after 2000 ms"));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    var children = children(pids);
    assertThat(children).hasSize(2);
    for (var child : children) {
      assertThat(ended(child)).as("child " + child).isTrue();
    }
  }

  @Test
  void doesNotWaitForAChildThatLivesOn() {
    var began = System.nanoTime();

    var outcome =
        run(PATIENT, Map.of("PATH", "/bin:/usr/bin"), "/bin/sh", "-c", "sleep 20 & echo started");

    assertThat(outcome).isEqualTo(new Outcome(true, "Exit code 0\nstarted"));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void givesTheCommandNoInput() {
    assertThat(run(PATIENT, Map.of(), "/bin/cat")).isEqualTo(new Outcome(true, "Exit code 0"));
  }

  private Outcome run(Duration timeout, Map<String, String> environment, String... command) {
    return runner.run(
        new Executor.Work(
            new Action("Run", false, timeout, List.of(command), environment, null),
            "key",
            Map.of()));
  }

  private static List<Long> children(Path pids) throws IOException {
    return Files.readAllLines(pids).stream().map(Long::valueOf).toList();
  }

  private static boolean ended(long pid) throws Exception {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty() || zombie(pid)) {
      return true;
    }
    handle.get().onExit().get(5, TimeUnit.SECONDS);
    return true;
  }

  /** Where nobody collects orphans, a killed process stays in the table without running. */
  private static boolean zombie(long pid) throws IOException {
    var stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && Files.readString(stat).contains(") Z ");
  }
}
