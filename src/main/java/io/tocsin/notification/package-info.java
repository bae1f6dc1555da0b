/** Telling people: audiences, templates, delivery records and channels. */
@NullMarked
package io.tocsin.notification;

import org.jspecify.annotations.NullMarked;
