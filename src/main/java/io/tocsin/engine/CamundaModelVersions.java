package io.tocsin.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lists versions from the engine's tables: its own queries would take one call for each version to
 * tell the deployment, the person and the count.
 */
@Component
class CamundaModelVersions implements ModelVersions {

  private static final String SELECT =
      """
      select * from (select version.*, deployment.deploy_time_,
        min(version.version_) over (
          partition by version.kind_, version.key_, md5(file.bytes_)) as same_as_,
        first_value(lower(version.name_)) over (
          partition by version.kind_, version.key_ order by version.version_ desc) as sorted_,
        (select min(log.user_id_) from act_hi_op_log log
          where log.deployment_id_ = deployment.id_ and log.entity_type_ = 'Deployment'
            and log.operation_type_ = 'Create') as by_
      from (
        select 'PROCESS' as kind_, d.id_, d.key_, d.version_, coalesce(d.name_, d.key_) as name_,
            d.resource_name_, d.deployment_id_,
            (select count(*) from act_ru_execution e
              where e.proc_def_id_ = d.id_ and e.parent_id_ is null) as running_
          from act_re_procdef d
        union all
        select 'DECISIONS', d.id_, d.key_, d.version_, coalesce(d.name_, d.key_), d.resource_name_,
            d.deployment_id_, 0 from act_re_decision_req_def d
        union all
        select 'DECISIONS', d.id_, d.key_, d.version_, coalesce(d.name_, d.key_), d.resource_name_,
            d.deployment_id_, 0 from act_re_decision_def d where d.dec_req_id_ is null
      ) version join act_re_deployment deployment on deployment.id_ = version.deployment_id_
      join act_ge_bytearray file on file.deployment_id_ = version.deployment_id_
        and file.name_ = version.resource_name_) version
      """;

  private static final String ORDER =
      " order by version.kind_ desc, version.sorted_, version.key_, version.version_ desc";

  private final JdbcClient jdbc;
  private final RepositoryService repository;

  CamundaModelVersions(JdbcClient jdbc, RepositoryService repository) {
    this.jdbc = jdbc;
    this.repository = repository;
  }

  @Override
  public List<Version> all() {
    return jdbc.sql(SELECT + ORDER).query(CamundaModelVersions::map).list();
  }

  @Override
  public List<Version> of(String key) {
    return jdbc.sql(SELECT + " where version.key_ = ?" + ORDER)
        .param(key)
        .query(CamundaModelVersions::map)
        .list();
  }

  @Override
  public Optional<Version> find(String id) {
    return jdbc.sql(SELECT + " where version.id_ = ?")
        .param(id)
        .query(CamundaModelVersions::map)
        .optional();
  }

  @Override
  public String source(Version version) {
    var deployment =
        jdbc.sql(
                "select deployment_id_ from act_re_procdef where id_ = :id union all"
                    + " select deployment_id_ from act_re_decision_req_def where id_ = :id union all"
                    + " select deployment_id_ from act_re_decision_def where id_ = :id")
            .param("id", version.id())
            .query(String.class)
            .list()
            .get(0);
    return read(repository.getResourceAsStream(deployment, version.file()));
  }

  private static String read(InputStream file) {
    try (file) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Version map(java.sql.ResultSet row, int n) throws java.sql.SQLException {
    @Nullable String by = row.getString("by_");
    return new Version(
        Kind.valueOf(row.getString("kind_")),
        row.getString("key_"),
        row.getInt("version_"),
        row.getString("id_"),
        row.getString("name_"),
        row.getString("resource_name_"),
        row.getTimestamp("deploy_time_").toInstant(),
        by,
        row.getInt("same_as_") == row.getInt("version_") ? null : row.getInt("same_as_"),
        row.getLong("running_"));
  }
}
