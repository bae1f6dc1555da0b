package io.tocsin.review;

import java.time.LocalDate;

/**
 * A follow-up.
 *
 * @param kind preventive, process, system or training
 * @param owner the one person who does it
 */
public record ActionItem(
    String title, String kind, String owner, LocalDate dueDate, boolean done) {}
