/** Calls to models: a stream of their own, without an aggregate. */
@NullMarked
package io.comfortcommit.messages.drafting;

import org.jspecify.annotations.NullMarked;
