/** Commits that are made and pushed on their authors' machines, against the whole server. */
@NullMarked
package io.comfortcommit.acceptance.agent;

import org.jspecify.annotations.NullMarked;
