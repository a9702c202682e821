/** What desks can hold, from the work tree to the commit on the remote. */
@NullMarked
package io.comfortcommit.acceptance.capture;

import org.jspecify.annotations.NullMarked;
