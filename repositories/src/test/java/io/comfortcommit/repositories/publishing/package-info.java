@NullMarked
package io.comfortcommit.repositories.publishing;

import org.jspecify.annotations.NullMarked;
