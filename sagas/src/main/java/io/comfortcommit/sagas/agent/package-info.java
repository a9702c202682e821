/** What is kept of changes whose commits are made on their authors' machines. */
@NullMarked
package io.comfortcommit.sagas.agent;

import org.jspecify.annotations.NullMarked;
