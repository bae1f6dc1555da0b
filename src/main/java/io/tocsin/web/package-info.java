/** How requests find their controllers, and are done once although they come twice. */
@NullMarked
package io.tocsin.web;

import org.jspecify.annotations.NullMarked;
