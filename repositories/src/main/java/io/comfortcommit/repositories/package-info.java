/** The port to the git bytes: track a remote, take captures in, read their changes, publish approved drafts. */
@NullMarked
package io.comfortcommit.repositories;

import org.jspecify.annotations.NullMarked;
