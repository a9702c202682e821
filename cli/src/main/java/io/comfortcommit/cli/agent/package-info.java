/** Commits that are made and pushed on this machine: what the server is told of a change, and what is done once it is approved. */
@NullMarked
package io.comfortcommit.cli.agent;

import org.jspecify.annotations.NullMarked;
