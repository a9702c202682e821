/** Who else sees what is drafted for the user's repositories. */
@NullMarked
package io.comfortcommit.cli.members;

import org.jspecify.annotations.NullMarked;
