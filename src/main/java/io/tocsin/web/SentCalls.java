package io.tocsin.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.Atomic;
import io.tocsin.hash.Sha256;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Calls of the API that a program makes again because it has heard no answer: what they ask for is
 * done once, as draft-ietf-httpapi-idempotency-key-header has it. Kept in the database, so that it
 * holds for all nodes and after a restart.
 */
@Component
public class SentCalls {

  /** The header with which a program says that it is the same call. */
  public static final String KEY = "Idempotency-Key";

  private static final Pattern WRITTEN = Pattern.compile("(\"?)([\\w.:-]{1,200})\\1");

  private final HttpServletRequest request;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Atomic atomic;

  /**
   * Makes it for all requests.
   *
   * @param request stands for the one that is being answered
   */
  SentCalls(HttpServletRequest request, JdbcClient jdbc, ObjectMapper json, Atomic atomic) {
    this.request = request;
    this.jdbc = jdbc;
    this.json = json;
    this.atomic = atomic;
  }

  /**
   * What a call has led to.
   *
   * @param made the id that the caller of {@link #once} gave
   * @param before whether an earlier call had made it
   */
  public record Outcome(String made, boolean before) {}

  private record Noted(String asked, String made) {}

  /**
   * Reads a key.
   *
   * @param given the header, in quotes or without
   * @throws InvalidInputException when it is none, or several
   */
  public static String read(String given) {
    var written = WRITTEN.matcher(given.strip());
    if (!written.matches()) {
      throw new InvalidInputException(
          KEY, "takes 1 to 200 letters, digits, dots, colons, hyphens, underscores");
    }
    return written.group(2);
  }

  /** Returns the refusal of a key that was used for something else, answered as 422. */
  public static ResponseStatusException usedOtherwise() {
    return new ResponseStatusException(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "This " + KEY + " was sent with something else before; what is new takes a new key");
  }

  /**
   * Does what the call that is being answered asks for, in one transaction, unless its caller has
   * sent the same with the same key before. What is refused may be sent again.
   *
   * @param given the header; null for a call that is not repeated
   * @param body what else was sent
   * @param work returns the id of what it makes, which is no word about a person
   * @throws InvalidInputException when the key cannot be read
   * @throws ConflictException while the first call with the key is under way
   * @throws ResponseStatusException 422, when the key was sent with something else before
   */
  public Outcome once(@Nullable String given, Object body, Supplier<String> work) {
    if (given == null) {
      return new Outcome(work.get(), false);
    }
    var key = hash(String.valueOf(request.getRemoteUser()), read(given));
    var asked = hash(request.getRequestURI(), text(body));
    return atomic.call(
        () -> {
          requireAlone(key);
          var before = find(key);
          if (before.isPresent()) {
            if (!before.get().asked().equals(asked)) {
              throw usedOtherwise();
            }
            return new Outcome(before.get().made(), true);
          }
          var made = work.get();
          note(key, asked, made);
          return new Outcome(made, false);
        });
  }

  /** Unlike a person, a program can ask again later, and need not hold a connection meanwhile. */
  private void requireAlone(String key) {
    if (!jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('call ' || ?, 0))")
        .param(key)
        .query(Boolean.class)
        .single()) {
      throw new ConflictException(
          "A call with this %s is under way; ask again in a moment".formatted(KEY));
    }
  }

  private Optional<Noted> find(String key) {
    return jdbc.sql("select asked, made from sent_call where key = ?")
        .param(key)
        .query(Noted.class)
        .optional();
  }

  /** Old ones go meanwhile. */
  private void note(String key, String asked, String made) {
    jdbc.sql(
            "with old as (delete from sent_call where key in (select key from sent_call"
                + " where sent_at < now() - interval '1 day' for update skip locked))"
                + " insert into sent_call (key, asked, made, sent_at) values (?, ?, ?, now())")
        .params(key, asked, made)
        .update();
  }

  private String text(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A line break stands in no name and in no address, so that no two pairs look the same. */
  private static String hash(String first, String second) {
    return Sha256.hex(first + "\n" + second);
  }
}
