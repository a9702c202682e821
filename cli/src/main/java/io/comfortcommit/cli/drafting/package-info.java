/** How messages are drafted for the user's repositories. */
@NullMarked
package io.comfortcommit.cli.drafting;

import org.jspecify.annotations.NullMarked;
