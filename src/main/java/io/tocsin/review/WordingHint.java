package io.tocsin.review;

/**
 * Words that may sound like blame.
 *
 * @param field key of the field that they stand in; title is for people
 * @param found the words as they were written
 * @param instead what to write instead, and why
 */
public record WordingHint(String field, String title, String found, String instead) {}
