/** Ids of the models in {@code processes/}: one class for each process. */
@NullMarked
@NamedInterface("model")
package io.tocsin.engine.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
