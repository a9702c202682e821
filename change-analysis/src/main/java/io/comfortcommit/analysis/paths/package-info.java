/** What a file is for, told from its path alone. */
@NullMarked
package io.comfortcommit.analysis.paths;

import org.jspecify.annotations.NullMarked;
