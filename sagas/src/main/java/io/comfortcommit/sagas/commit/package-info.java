/** From a capture to a pushed commit: {@code CommitSaga} decides which activity is due when. */
@NullMarked
package io.comfortcommit.sagas.commit;

import org.jspecify.annotations.NullMarked;
