/** Quarantine: nothing of a bundle reaches a mirror before all of it was checked. */
@NullMarked
package io.comfortcommit.repositories.ingest;

import org.jspecify.annotations.NullMarked;
