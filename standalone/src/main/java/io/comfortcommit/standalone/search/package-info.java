/** OpenSearch as a child of the server, for the content log; started last, missed by nobody. */
@NullMarked
package io.comfortcommit.standalone.search;

import org.jspecify.annotations.NullMarked;
