/** The ids of each model, one class a process. */
@NullMarked
@NamedInterface("model")
package io.tocsin.engine.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
