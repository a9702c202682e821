/** What may be done, by whom, and what is remembered of it: every route and every root field names its action. */
@NullMarked
package io.comfortcommit.gateway.permission;

import org.jspecify.annotations.NullMarked;
