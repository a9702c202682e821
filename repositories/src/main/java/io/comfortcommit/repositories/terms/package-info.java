/** The terms on which single remotes are talked to and committed for, as the operator set them. */
@NullMarked
package io.comfortcommit.repositories.terms;

import org.jspecify.annotations.NullMarked;
