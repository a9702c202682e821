/** Putting approved drafts on their remotes. */
@NullMarked
package io.comfortcommit.sagas.publishing;

import org.jspecify.annotations.NullMarked;
