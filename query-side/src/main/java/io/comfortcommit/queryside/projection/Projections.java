package io.comfortcommit.queryside.projection;

import java.util.List;

/** Names of the projections: of their processing groups, and so of their tokens and dead letters. Stored: never renamed. */
public final class Projections {
    public static final String DRAFTS = "drafts";
    public static final String TIMELINE = "timeline";
    public static final String AUDIT = "audit";
    public static final String MEMBERS = "members";
    public static final String USAGE = "usage";

    public static final List<String> ALL = List.of(DRAFTS, TIMELINE, AUDIT, MEMBERS, USAGE);

    private Projections() {}
}
