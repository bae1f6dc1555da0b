/** What is owed afterwards: the report and its action items. */
@NullMarked
package io.tocsin.review;

import org.jspecify.annotations.NullMarked;
