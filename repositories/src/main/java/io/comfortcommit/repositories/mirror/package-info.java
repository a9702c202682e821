/** The mirrors on disk: which remote each one follows, how it is opened, and what may be talked to. */
@NullMarked
package io.comfortcommit.repositories.mirror;

import org.jspecify.annotations.NullMarked;
