@NullMarked
package io.comfortcommit.sagas.notification;

import org.jspecify.annotations.NullMarked;
