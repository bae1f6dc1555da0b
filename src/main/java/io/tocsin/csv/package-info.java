/** Tables for spreadsheets. */
@NullMarked
package io.tocsin.csv;

import org.jspecify.annotations.NullMarked;
