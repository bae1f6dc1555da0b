package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The database gives no connection: neither sessions can be read nor the directory. */
@LiveTocsinTest
class AwayDatabaseTest {

  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @Value("http://localhost:${server.port}")
  String base;

  @Autowired HikariDataSource pool;

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(Redirect.ALWAYS)
          .build();

  private final ArrayList<Connection> taken = new ArrayList<>();
  private long patience;

  @BeforeEach
  void signIn() throws Exception {
    patience = pool.getConnectionTimeout();
    var csrf = CSRF.matcher(send(request("/login").GET()).body());
    assertThat(csrf.find()).isTrue();
    assertThat(
            post("/login", "username=commander&password=tocsin&_csrf=" + csrf.group(1))
                .statusCode())
        .isEqualTo(200);
  }

  @AfterEach
  void comesBack() throws Exception {
    pool.setConnectionTimeout(patience);
    for (var connection : taken) {
      connection.close();
    }
    assertThat(get("/incidents").statusCode()).as("signed in as before").isEqualTo(200);
  }

  @Test
  void peopleGetAPageAndProgramsAProblem() throws Exception {
    takeAll();

    for (var page : new String[] {"/incidents", "/nowhere"}) {
      assertThat(get(page))
          .satisfies(
              answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/html;charset=UTF-8");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).contains("<h1>Not at this moment</h1>", "tocsin.css");
              });
    }
    assertThat(post("/login", "username=techlead&password=tocsin").body())
        .contains("<h1>Not at this moment</h1>");
    assertThat(get("/status").body())
        .contains("<h1>Not at this moment</h1>", "status.css")
        .doesNotContain("Tocsin");

    for (var caller :
        new Caller[] {Caller.person(base, "scribe"), Caller.bearer(base, "tocsin_x")}) {
      for (var address : new String[] {"/api/v1/incidents", "/engine-rest/task?maxResults=1"}) {
        var answer = caller.get(address);
        assertThat(answer.json(503).get("detail").asText()).startsWith("It cannot be done");
        assertThat(answer.headers().firstValue("Content-Type"))
            .hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    }
  }

  /** Jobs that run give theirs back at the end. */
  private void takeAll() throws SQLException {
    pool.setConnectionTimeout(1_000);
    for (int free = 0; free < 3; free++) {
      try {
        while (true) {
          taken.add(pool.getConnection());
        }
      } catch (SQLTransientConnectionException e) {
        // All are taken now, those that jobs have had too if it says so several times.
      }
    }
    pool.setConnectionTimeout(250);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private HttpResponse<String> post(String path, String form) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("Accept", BROWSER);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
