/** How requests find their controllers. */
@NullMarked
package io.tocsin.web;

import org.jspecify.annotations.NullMarked;
