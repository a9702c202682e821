/** A repository's own rules for messages, as commitlint's configuration has them. */
@NullMarked
package io.comfortcommit.analysis.commitlint;

import org.jspecify.annotations.NullMarked;
