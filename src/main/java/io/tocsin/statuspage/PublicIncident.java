package io.tocsin.statuspage;

import io.tocsin.statuspage.PublicPost.PublicStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said of one incident. Its newest post says how it stands.
 *
 * @param id opaque, stable
 * @param posts oldest first, at least one
 */
record PublicIncident(String id, List<Post> posts) {

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
    return newest().status();
  }

  public boolean open() {
    return status() != PublicStatus.RESOLVED;
  }

  public Impact impact() {
    return newest().look().impact();
  }

  public Instant createdAt() {
    return posts.get(0).at();
  }

  public Instant updatedAt() {
    return newest().at();
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
    return open() ? null : updatedAt();
  }

  /** Returns when readers hear again; null when nothing is promised or it is over. */
  public @Nullable Instant nextUpdateAt() {
    return open() ? newest().nextUpdateAt() : null;
  }
}
