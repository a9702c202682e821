/** A commit message from a change, without a model. */
@NullMarked
package io.comfortcommit.analysis.drafting;

import org.jspecify.annotations.NullMarked;
