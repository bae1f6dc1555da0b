package io.tocsin.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** After a restoration the folder of the evidence and the record may be of different times. */
@TocsinTest
class EvidenceLookTest {

  private static final String HASH = "ab".repeat(32);

  @Autowired Response response;
  @Autowired JdbcClient jdbc;

  @TempDir Path folder;

  private String number = "";

  @BeforeEach
  void preserve() throws IOException {
    number = response.declare("4");
    // Another machine had it elsewhere.
    jdbc.sql(
            "insert into evidence_list (incident, key, complete, kept, left_out, file, sha256, items,"
                + " actor, at) values (:number, 'look', true, 1, 1, '/old/place/' || :number ||"
                + " '/list-001.txt', 'x', :items::jsonb, 'tocsin', now())")
        .param("number", number)
        .param(
            "items",
            "[{\"service\":\"a\",\"source\":\"x\",\"sha256\":\"%s\",\"bytes\":1},{\"service\":\"a\",\"source\":\"y\",\"sha256\":null,\"bytes\":0,\"leftOut\":\"gone\"}]"
                .formatted(HASH))
        .update();
    Files.createDirectories(folder.resolve(number).resolve("files"));
    Files.writeString(folder.resolve(number).resolve("list-001.txt"), "list");
    Files.writeString(folder.resolve(number).resolve("coming-1.part"), "half");
  }

  @AfterEach
  void takeBack() {
    jdbc.sql("delete from evidence_list where incident = ?").param(number).update();
  }

  @Test
  void namesWhatTheFolderLacksAndWhatTheRecordDoesNotKnow() throws IOException {
    var copy = number + "/files/" + HASH;
    assertThat(EvidenceLook.at(folder, jdbc).missing()).contains(copy);

    Files.writeString(folder.resolve(copy), "x");
    Files.writeString(folder.resolve(number + "/list-002.txt"), "of a time that was lost");

    var look = EvidenceLook.at(folder, jdbc);
    assertThat(look.known()).contains(copy, number + "/list-001.txt");
    assertThat(look.missing()).doesNotContain(copy, number + "/list-001.txt");
    assertThat(look.unknown()).containsExactly(number + "/list-002.txt");
  }

  @Test
  void aFolderThatIsNotThereLacksEverything() {
    assertThat(EvidenceLook.at(folder.resolve("none"), jdbc).missing())
        .contains(number + "/files/" + HASH, number + "/list-001.txt");
  }
}
