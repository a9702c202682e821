/** What keeps the server from starting, said in the reader's language together with what to do. */
@NullMarked
package io.comfortcommit.standalone.refusal;

import org.jspecify.annotations.NullMarked;
