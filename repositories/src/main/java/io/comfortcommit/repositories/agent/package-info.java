/** Drafts whose commits are made on their authors' machines: what was sent of them, and who is at it. */
@NullMarked
package io.comfortcommit.repositories.agent;

import org.jspecify.annotations.NullMarked;
