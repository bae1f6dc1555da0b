package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.e2e.Caller.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** A process owner changes a message as the Modeler does, and reads how it will be. */
@LiveTocsinTest
class MessageDeploymentTest {

  private static final String PREVIEW = "/api/v1/messages/watch-over/preview";

  @Value("${server.port}")
  int port;

  @Test
  void aChangedMessageCountsAtOnce() {
    var deployed =
        deploy("owner", "Calm again: {{number}}\n\nSign it off: {{tasklist}}\n").json(200);
    try {
      assertThat(person("owner").read(PREVIEW).get("subject").asText())
          .isEqualTo("Calm again: INC-2026-02-10-001");
    } finally {
      assertThat(
              person("admin")
                  .send("DELETE", "/engine-rest/deployment/" + deployed.get("id").asText())
                  .status())
          .isEqualTo(204);
    }
    assertThat(person("owner").read(PREVIEW).get("subject").asText()).contains("stable");
  }

  @Test
  void aBrokenOneIsRefusedWithLineAndRemedy() {
    assertThat(
            deploy("owner", "Calm again\n\n{{#due}}By {{duu}}\n").json(400).get("message").asText())
        .contains(
            "the messages have 2 faults:",
            "watch-over.mustache, line 3: there is no field 'duu'; the nearest is 'due'",
            "watch-over.mustache, line 3: {{#due}} is not ended; write {{/due}}");
    assertThat(person("owner").read(PREVIEW).get("subject").asText()).contains("stable");
  }

  @Test
  void othersDeployNothing() {
    assertThat(deploy("commander", "Calm again\n\nx\n").status()).isEqualTo(403);
  }

  private Caller person(String user) {
    return Caller.person("http://localhost:" + port, user);
  }

  private Answer deploy(String user, String text) {
    var body =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        message-deployment-test\r
        --part\r
        Content-Disposition: form-data; name="message"; filename="watch-over.mustache"\r
        Content-Type: application/octet-stream\r
        \r
        %s\r
        --part--\r
        """
            .formatted(text);
    return person(user)
        .post(
            "/engine-rest/deployment/create",
            body.getBytes(StandardCharsets.UTF_8),
            "multipart/form-data; boundary=part");
  }
}
