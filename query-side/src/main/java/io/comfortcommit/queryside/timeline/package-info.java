/** What happened to each draft, event by event. */
@NullMarked
package io.comfortcommit.queryside.timeline;

import org.jspecify.annotations.NullMarked;
