package io.tocsin.console;

import io.tocsin.engine.Atomic;
import io.tocsin.hash.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Forms that are sent twice, by a second click or from the page before: what they ask for is done
 * once. Kept in the database, so that it holds for all nodes and after a restart.
 */
@Component
class SentForms {

  /** The hidden field that tells one drawing of a form from the next. */
  static final String KEY = "once";

  /** What the next page says. */
  private static final String DONE = "done";

  private final HttpServletRequest request;
  private final JdbcClient jdbc;
  private final Atomic atomic;

  /**
   * Makes it for all requests.
   *
   * @param request stands for the one that is being answered
   */
  SentForms(HttpServletRequest request, JdbcClient jdbc, Atomic atomic) {
    this.request = request;
    this.jdbc = jdbc;
    this.atomic = atomic;
  }

  /** Where the answer leads, and what it says. */
  private record Answer(@Nullable String page, @Nullable String done) {}

  /** Returns a key for a form that is being drawn. */
  public String key() {
    return UUID.randomUUID().toString();
  }

  /**
   * Does what the form of this request asks for, in one transaction, unless the same one was sent
   * before: then the answer is that of the first time. What is refused may be sent again, and so
   * may the same form with other words in it.
   *
   * @param work returns the page that comes next; what it says is the flash attribute {@code done}
   */
  String once(RedirectAttributes next, Supplier<String> work) {
    if (request.getParameter(KEY) == null) {
      return atomic.call(work);
    }
    var sent = sent();
    return atomic.call(
        () -> {
          if (first(sent)) {
            var page = work.get();
            jdbc.sql("update sent_form set answer = ?, done = ? where key = ?")
                .params(page, next.getFlashAttributes().get(DONE), sent)
                .update();
            return page;
          }
          var answer =
              jdbc.sql("select answer as page, done from sent_form where key = ?")
                  .param(sent)
                  .query(Answer.class)
                  .single();
          next.addFlashAttribute(DONE, answer.done());
          return String.valueOf(answer.page());
        });
  }

  /** Waits for whoever sends the same at this moment. Old ones go meanwhile. */
  private boolean first(String sent) {
    return jdbc.sql(
                "with old as (delete from sent_form where key in (select key from sent_form"
                    + " where sent_at < now() - interval '1 day' and key <> :key"
                    + " for update skip locked))"
                    + " insert into sent_form (key, sent_at) values (:key, now())"
                    + " on conflict (key) do nothing")
            .param("key", sent)
            .update()
        == 1;
  }

  /** A hash: what people type is kept where it belongs, and nowhere else. */
  private String sent() {
    var digest = Sha256.digest();
    add(digest, String.valueOf(request.getRemoteUser()));
    add(digest, request.getRequestURI());
    for (var field : new TreeMap<>(request.getParameterMap()).entrySet()) {
      if (!field.getKey().equals("_csrf")) {
        add(digest, field.getKey());
        for (var value : field.getValue()) {
          add(digest, value);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** With its length, so that no two lists of words look the same. */
  private static void add(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
