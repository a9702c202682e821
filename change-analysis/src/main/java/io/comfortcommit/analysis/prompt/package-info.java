/** What a model is told of a change: under a budget of tokens, without secrets, with every hand-written file in it. */
@NullMarked
package io.comfortcommit.analysis.prompt;

import org.jspecify.annotations.NullMarked;
