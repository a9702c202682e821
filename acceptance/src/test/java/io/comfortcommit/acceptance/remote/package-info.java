/** Remotes that do not do what a remote should, behind the real server. */
@NullMarked
package io.comfortcommit.acceptance.remote;

import org.jspecify.annotations.NullMarked;
