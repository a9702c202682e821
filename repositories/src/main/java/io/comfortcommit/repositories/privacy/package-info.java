/** Nothing is kept of people who were erased. */
@NullMarked
package io.comfortcommit.repositories.privacy;

import org.jspecify.annotations.NullMarked;
