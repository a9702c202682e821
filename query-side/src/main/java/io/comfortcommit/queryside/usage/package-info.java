/** What models that were asked for drafts took: tokens and money. */
@NullMarked
package io.comfortcommit.queryside.usage;

import org.jspecify.annotations.NullMarked;
