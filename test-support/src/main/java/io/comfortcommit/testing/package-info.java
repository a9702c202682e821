/** What the tests of several modules share: a real PostgreSQL, a desk with a remote, the server as a process. */
@NullMarked
package io.comfortcommit.testing;

import org.jspecify.annotations.NullMarked;
