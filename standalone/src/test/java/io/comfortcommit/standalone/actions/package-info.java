/** Tests of actions as leaves of the chain. */
@NullMarked
package io.comfortcommit.standalone.actions;

import org.jspecify.annotations.NullMarked;
