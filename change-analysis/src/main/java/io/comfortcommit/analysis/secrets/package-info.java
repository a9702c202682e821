/** Finding secrets in text and putting placeholders in their place, before anything leaves the process. */
@NullMarked
package io.comfortcommit.analysis.secrets;

import org.jspecify.annotations.NullMarked;
