/** Signatures on commits, in the two forms that {@code git verify-commit} knows how to check without more programs. */
@NullMarked
package io.comfortcommit.repositories.signing;

import org.jspecify.annotations.NullMarked;
