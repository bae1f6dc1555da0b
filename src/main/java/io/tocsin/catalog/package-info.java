/** The services that can break: owners, policies, health checks, actions. */
@NullMarked
package io.tocsin.catalog;

import org.jspecify.annotations.NullMarked;
