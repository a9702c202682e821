/** The content log in OpenSearch: kept up to date beside everything else, searched, compared with the read model. */
@NullMarked
package io.comfortcommit.queryside.search;

import org.jspecify.annotations.NullMarked;
