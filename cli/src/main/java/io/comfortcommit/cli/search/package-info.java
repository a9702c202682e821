/** The search of past commits: "have we done this before?", and whether it knows all of them. */
@NullMarked
package io.comfortcommit.cli.search;

import org.jspecify.annotations.NullMarked;
