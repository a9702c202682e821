@NullMarked
package io.comfortcommit.cli.notification;

import org.jspecify.annotations.NullMarked;
