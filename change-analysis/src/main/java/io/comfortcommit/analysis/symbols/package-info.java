/** Which declarations of the code a change adds, removes, renames, moves or changes; read by tree-sitter. */
@NullMarked
package io.comfortcommit.analysis.symbols;

import org.jspecify.annotations.NullMarked;
