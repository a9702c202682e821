/** Backups in one file, taken while the server serves, and what is made of them again. */
@NullMarked
package io.comfortcommit.standalone.backup;

import org.jspecify.annotations.NullMarked;
