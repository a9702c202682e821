/** Where the commit of a captured change comes to lie: on its branch, merged onto it, or beside it. */
@NullMarked
package io.comfortcommit.analysis.landing;

import org.jspecify.annotations.NullMarked;
