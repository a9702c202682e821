/** What is written down about a run: JSON Lines in the data folder, warnings on stderr, secrets in neither. */
@NullMarked
package io.comfortcommit.standalone.logging;

import org.jspecify.annotations.NullMarked;
