/** A change as it may leave the machine that its files lie on: its hunks without secrets, and what was found out about it. */
@NullMarked
package io.comfortcommit.analysis.exchange;

import org.jspecify.annotations.NullMarked;
