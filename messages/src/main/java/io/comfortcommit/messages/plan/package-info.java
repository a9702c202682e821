/** Plans: what their users have. */
@NullMarked
package io.comfortcommit.messages.plan;

import org.jspecify.annotations.NullMarked;
