/** The whole server and a change with something that looks like a secret. */
@NullMarked
package io.comfortcommit.acceptance.secrets;

import org.jspecify.annotations.NullMarked;
