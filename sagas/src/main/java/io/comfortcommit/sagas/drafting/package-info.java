/** Writing the message of a draft. */
@NullMarked
package io.comfortcommit.sagas.drafting;

import org.jspecify.annotations.NullMarked;
