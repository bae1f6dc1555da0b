/** What people promised to do after an incident, until it is done. */
@NullMarked
package io.tocsin.actionitem;

import org.jspecify.annotations.NullMarked;
