/**
 * Changing the procedure while it runs: which versions there are, what differs, and moving running
 * incidents from one to another and back.
 */
@NullMarked
package io.tocsin.procedure;

import org.jspecify.annotations.NullMarked;
