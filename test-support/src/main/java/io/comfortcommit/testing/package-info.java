/** What the tests of several modules share: a real PostgreSQL, and how to await. */
@NullMarked
package io.comfortcommit.testing;

import org.jspecify.annotations.NullMarked;
