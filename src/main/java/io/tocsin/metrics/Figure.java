package io.tocsin.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a group of incidents. All values are in the unit of the figure: seconds, percent, a
 * score from 1 to 5, a count.
 *
 * @param figure its id in the policies
 * @param count how many values it is made of
 * @param mean null when there are none; of a share, the share
 * @param total of effort, all of it; null otherwise
 * @param target as the policies of the group write it; null when they state none or not the same
 * @param targetValue the target in the unit of the figure
 * @param direction which way is good: below, above, rising or falling
 * @param within percent of the values that are within the target of their own policy and level;
 *     null when none has a target
 * @param previous the mean in the period before, of the same length
 * @param met whether the target, or the direction, is met; null when there is nothing to compare
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Figure(
    FigureId figure,
    String title,
    FigureId.Unit unit,
    int count,
    @Nullable Double mean,
    @Nullable Double median,
    @Nullable Double p90,
    @Nullable Double total,
    @Nullable String target,
    @Nullable Double targetValue,
    String direction,
    @Nullable Double within,
    @Nullable Double previous,
    @Nullable Boolean met) {}
