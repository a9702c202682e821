/** The names that lines of code declare, by patterns that know no language in particular. */
@NullMarked
package io.comfortcommit.analysis.declarations;

import org.jspecify.annotations.NullMarked;
