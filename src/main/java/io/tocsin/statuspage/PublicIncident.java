package io.tocsin.statuspage;

import io.tocsin.statuspage.PublicPost.PublicStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said of one incident. Its newest post says how it stands.
 *
 * @param id opaque, stable
 * @param posts oldest first, at least one
 * @param reopenedAt when it was last reopened, whether or not anybody was told; null when never
 */
record PublicIncident(String id, List<Post> posts, @Nullable Instant reopenedAt) {

  /** Where its page says what happened and what was changed. */
  static final String SUMMARY = "summary";

  PublicIncident {
    posts = List.copyOf(posts);
  }

  public Post newest() {
    return posts.get(posts.size() - 1);
  }

  public List<Post> newestFirst() {
    var reversed = new ArrayList<>(posts);
    Collections.reverse(reversed);
    return reversed;
  }

  public String title() {
    return newest().title();
  }

  public PublicStatus status() {
    // For readers it stays resolved; what was learnt of it is no state.
    return open() ? newest().status() : PublicStatus.RESOLVED;
  }

  public boolean open() {
    return !newest().status().over();
  }

  public Impact impact() {
    return newest().look().impact();
  }

  public Instant createdAt() {
    return posts.get(0).at();
  }

  public Instant updatedAt() {
    return posts.stream().map(Post::changedAt).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Returns since when it is only watched; null when it is not. */
  public @Nullable Instant monitoringAt() {
    return newestFirst().stream()
        .filter(post -> post.status() == PublicStatus.MONITORING)
        .map(Post::at)
        .findFirst()
        .orElse(null);
  }

  public @Nullable Instant resolvedAt() {
    return open()
        ? null
        : newestFirst().stream()
            .filter(post -> post.status() == PublicStatus.RESOLVED)
            .map(Post::at)
            .findFirst()
            .orElseGet(() -> newest().at());
  }

  /**
   * Returns the newest words on what happened and what was changed; null before there are any.
   * Those of before a reopening do not count: they are of something else.
   */
  public @Nullable Post summary() {
    return newestFirst().stream()
        .takeWhile(post -> post.status().over())
        .filter(post -> post.status() == PublicStatus.POSTMORTEM)
        .filter(post -> reopenedAt == null || post.at().isAfter(reopenedAt))
        .findFirst()
        .orElse(null);
  }

  /** Returns when readers hear again; null when nothing is promised or it is over. */
  public @Nullable Instant nextUpdateAt() {
    return open() ? newest().nextUpdateAt() : null;
  }
}
