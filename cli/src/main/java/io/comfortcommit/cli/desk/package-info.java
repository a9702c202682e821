/** What the author works on: a work tree, its branch and its changes, only ever read. */
@NullMarked
package io.comfortcommit.cli.desk;

import org.jspecify.annotations.NullMarked;
