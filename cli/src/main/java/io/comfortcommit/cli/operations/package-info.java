/** Commands for operators: projections, rebuilds, dead letters. */
@NullMarked
package io.comfortcommit.cli.operations;

import org.jspecify.annotations.NullMarked;
