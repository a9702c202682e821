/** What comes by webhook becomes a draft, once, whatever happens to the server. */
@NullMarked
package io.comfortcommit.acceptance.webhook;

import org.jspecify.annotations.NullMarked;
