/** Repositories that keep large files elsewhere. */
@NullMarked
package io.comfortcommit.acceptance.lfs;

import org.jspecify.annotations.NullMarked;
