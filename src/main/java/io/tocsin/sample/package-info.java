/** What a fresh sample shows: incidents of the past, people who are qualified, one in training. */
@NullMarked
package io.tocsin.sample;

import org.jspecify.annotations.NullMarked;
