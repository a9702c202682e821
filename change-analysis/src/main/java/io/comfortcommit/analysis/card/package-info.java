/** What an approver sees before the diff: the parts of a change that belong together, and what to look at twice. */
@NullMarked
package io.comfortcommit.analysis.card;

import org.jspecify.annotations.NullMarked;
