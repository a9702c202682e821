/** The approval page and the list of open drafts, as static files. */
@NullMarked
package io.comfortcommit.gateway.page;

import org.jspecify.annotations.NullMarked;
