/** What was captured and could not be sent yet. */
@NullMarked
package io.comfortcommit.cli.spool;

import org.jspecify.annotations.NullMarked;
