/** {@code comfort drafts}, {@code show}, {@code approve}, {@code discard} and {@code timeline}. */
@NullMarked
package io.comfortcommit.cli.drafts;

import org.jspecify.annotations.NullMarked;
