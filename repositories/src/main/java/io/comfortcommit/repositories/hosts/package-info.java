/** Code hosts beyond git: what they say of branches, and their pull requests. */
@NullMarked
package io.comfortcommit.repositories.hosts;

import org.jspecify.annotations.NullMarked;
