/** The public status page: what was said outside, and nothing else. */
@NullMarked
package io.tocsin.statuspage;

import org.jspecify.annotations.NullMarked;
