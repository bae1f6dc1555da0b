/** The PostgreSQL of the default run, and the schema: engine tables, session tables and our own. */
@NullMarked
package io.tocsin.database;

import org.jspecify.annotations.NullMarked;
