/** The house around the code: what the compose file and the documentation promise is so. */
@NullMarked
package io.comfortcommit.acceptance.house;

import org.jspecify.annotations.NullMarked;
