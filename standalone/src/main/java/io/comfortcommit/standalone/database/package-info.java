/** How the sides reach the database: migrations, pools, transactions, health. */
@NullMarked
package io.comfortcommit.standalone.database;

import org.jspecify.annotations.NullMarked;
