/** {@code comfort try}, the main job, on repositories in every healthy state. */
@NullMarked
package io.comfortcommit.acceptance.trial;

import org.jspecify.annotations.NullMarked;
