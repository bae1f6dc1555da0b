/** Words for the public: who releases them, and where they go then. */
@NullMarked
package io.tocsin.publication;

import org.jspecify.annotations.NullMarked;
