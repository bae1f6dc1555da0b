/** Takes people out of old incidents, and leaves what happened. */
@NullMarked
package io.tocsin.privacy;

import org.jspecify.annotations.NullMarked;
