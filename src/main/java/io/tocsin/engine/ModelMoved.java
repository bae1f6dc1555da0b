package io.tocsin.engine;

import org.jspecify.annotations.Nullable;

/**
 * An instance of a model goes on in another version from now on. Published in the transaction that
 * moves it, whoever asked for it and by whatever way.
 *
 * @param instance the engine's id of it
 * @param number of its incident; null when it belongs to none
 * @param process id of the process
 * @param name of the process, for people
 * @param version the engine's id of the new version; versionNumber is the number people know
 * @param user who signed in to do it; null when it is done in the background
 */
public record ModelMoved(
    String instance,
    @Nullable String number,
    String process,
    String name,
    String version,
    int versionNumber,
    @Nullable String user) {}
