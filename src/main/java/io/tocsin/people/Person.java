package io.tocsin.people;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can be called.
 *
 * @param id user id, the same as in the engine
 * @param phone in E.164, if known
 * @param slackId member id in Slack, if known
 * @param groups ids of the engine's groups
 */
public record Person(
    String id,
    String name,
    String email,
    @Nullable String phone,
    @Nullable String slackId,
    ZoneId zone,
    Set<String> groups) {}
