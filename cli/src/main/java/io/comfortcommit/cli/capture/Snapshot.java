package io.comfortcommit.cli.capture;

import io.comfortcommit.messages.draft.CaptureMode;
import java.time.Instant;

/**
 * A desk's change as a commit that no ref names.
 *
 * @param commit object id
 * @param tree object id of its tree
 * @param takenAt its author time, whole seconds
 */
public record Snapshot(String commit, String tree, CaptureMode mode, Instant takenAt) {}
