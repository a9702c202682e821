/** Numbers without boxes, where there are very many of them. */
@NullMarked
package io.comfortcommit.analysis.collections;

import org.jspecify.annotations.NullMarked;
