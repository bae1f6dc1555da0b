/** Who can be called: directory, on-call rotations, contacts; the engine's groups and users. */
@NullMarked
package io.tocsin.people;

import org.jspecify.annotations.NullMarked;
