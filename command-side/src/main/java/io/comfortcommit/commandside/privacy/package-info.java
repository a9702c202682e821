/** Who was erased, and how somebody is: by the key that what events say of them is encrypted under. */
@NullMarked
package io.comfortcommit.commandside.privacy;

import org.jspecify.annotations.NullMarked;
