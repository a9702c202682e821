/** The browsers and programs that were let in: what each proves itself with, and how it is shut out. */
@NullMarked
package io.comfortcommit.gateway.device;

import org.jspecify.annotations.NullMarked;
