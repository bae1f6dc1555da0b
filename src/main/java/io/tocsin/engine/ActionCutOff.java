package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * The model that waits for an action is ended before it has come to its end. Published in the
 * transaction in which it is.
 *
 * @param incident number of the incident
 * @param request id of what was asked for
 * @param run key of the run that it was last about, which may be another; null before any
 * @param byWorker whether a worker has it, whom nobody hears from now on
 */
public record ActionCutOff(
    String incident, String request, @Nullable String run, boolean byWorker) {}
