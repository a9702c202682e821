/** What a repository's own history teaches about its messages: types, scopes and habits. */
@NullMarked
package io.comfortcommit.analysis.learning;

import org.jspecify.annotations.NullMarked;
