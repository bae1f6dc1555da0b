package io.tocsin.people;

import org.jspecify.annotations.Nullable;

/**
 * Whom a message goes to: a person, or a contact that is no person (a team, a vendor).
 *
 * @param id of the person or contact, unique over both
 */
public record Addressee(String id, String name, @Nullable String email, @Nullable String phone) {}
