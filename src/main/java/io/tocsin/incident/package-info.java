/**
 * The incident: record, state machine, roles, timeline, status updates, commands and their forms.
 */
@NullMarked
package io.tocsin.incident;

import org.jspecify.annotations.NullMarked;
