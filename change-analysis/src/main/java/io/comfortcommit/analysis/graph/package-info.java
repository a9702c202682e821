/** How the changed declarations hang together, and which of them matter most. */
@NullMarked
package io.comfortcommit.analysis.graph;

import org.jspecify.annotations.NullMarked;
