/** What a proposed message must keep to before an author may see it. */
@NullMarked
package io.comfortcommit.analysis.lint;

import org.jspecify.annotations.NullMarked;
