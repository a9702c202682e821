@NullMarked
package io.comfortcommit.standalone.backup;

import org.jspecify.annotations.NullMarked;
