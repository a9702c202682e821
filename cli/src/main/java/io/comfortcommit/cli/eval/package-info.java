/** {@code eval}: how well drafts would have agreed with a repository's own history. */
@NullMarked
package io.comfortcommit.cli.eval;

import org.jspecify.annotations.NullMarked;
