package io.tocsin.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Words for the public that wait for their release.
 *
 * @param revision counts the changes; a release is for the words as they were read
 * @param kind holding, update, resolution, dismissal or summary
 * @param approvers groups that have not released them yet
 * @param dueAt when they are late
 */
public record WaitingWords(
    UUID id,
    int revision,
    String kind,
    String title,
    String text,
    List<String> services,
    String author,
    Instant writtenAt,
    @Nullable Instant nextUpdateAt,
    List<String> approvers,
    Instant dueAt) {}
