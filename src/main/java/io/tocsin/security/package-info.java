/**
 * Who may reach what: filter chains, one sign-on for pages and webapps, guards in front of the
 * engine.
 */
@NullMarked
package io.tocsin.security;

import org.jspecify.annotations.NullMarked;
