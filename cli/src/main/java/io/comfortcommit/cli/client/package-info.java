/** The server as the commands see it. */
@NullMarked
package io.comfortcommit.cli.client;

import org.jspecify.annotations.NullMarked;
