/** How well drafts agree with what people wrote, measured by walking a real history. */
@NullMarked
package io.comfortcommit.analysis.evaluation;

import org.jspecify.annotations.NullMarked;
