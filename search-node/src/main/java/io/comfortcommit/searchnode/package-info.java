/** OpenSearch as a process of its own, for an installation that runs without containers. */
@NullMarked
package io.comfortcommit.searchnode;

import org.jspecify.annotations.NullMarked;
