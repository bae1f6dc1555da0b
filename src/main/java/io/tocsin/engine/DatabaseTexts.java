package io.tocsin.engine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the deployed files of messages from the engine's tables. Its own queries cannot tell the
 * newest file of a name over all deployments, and they would need the engine, which needs us first.
 */
@Component
class DatabaseTexts implements DeployedTexts {

  private record Known(String deployments, Map<String, Text> texts) {}

  private final JdbcClient jdbc;

  /** Right as long as the set of deployments is the same, which is asked each time. */
  private volatile Known known = new Known("", Map.of());

  DatabaseTexts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<String, Text> newest() {
    var deployments =
        jdbc.sql(
                "select md5(coalesce(string_agg(id_, ',' order by id_), '')) from act_re_deployment")
            .query(String.class)
            .single();
    var last = known;
    if (last.deployments().equals(deployments)) {
      return last.texts();
    }
    var texts = read();
    known = new Known(deployments, texts);
    return texts;
  }

  private Map<String, Text> read() {
    var texts = new LinkedHashMap<String, Text>();
    jdbc.sql(
            "select file.name_, file.bytes_, deployment.id_, deployment.deploy_time_"
                + " from act_re_deployment deployment"
                + " join act_ge_bytearray file on file.deployment_id_ = deployment.id_"
                + " where file.name_ like ? order by deployment.deploy_time_, deployment.id_")
        .param("%" + SUFFIX)
        .query(
            (row, n) ->
                new Text(
                    TextDeployment.bare(row.getString("name_")),
                    new String(row.getBytes("bytes_"), StandardCharsets.UTF_8),
                    row.getString("id_"),
                    row.getTimestamp("deploy_time_").toInstant()))
        .list()
        .forEach(text -> texts.put(text.name(), text));
    return Map.copyOf(texts);
  }
}
