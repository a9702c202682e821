package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.client.Accepted;

/** A capture that the server has. */
public record Captured(Accepted accepted, Snapshot snapshot, String branch, int files) {}
