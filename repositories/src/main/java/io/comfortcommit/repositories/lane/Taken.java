package io.comfortcommit.repositories.lane;

/** @param repeated whether it was taken in before */
public record Taken(Capture capture, boolean repeated) {}
