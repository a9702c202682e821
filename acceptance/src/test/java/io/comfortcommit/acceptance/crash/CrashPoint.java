package io.comfortcommit.acceptance.crash;

/** Where the server is killed: between two things that must both happen, or not at all. */
enum CrashPoint {
    BUNDLE_RECEIVED("io.comfortcommit.repositories.GitRepositories", "ingest", true),
    BUNDLE_CHECKED_BUT_NOT_KEPT("io.comfortcommit.repositories.ingest.BundleIngest", "check", false),
    INGESTED_BUT_NOT_CAPTURED("io.comfortcommit.repositories.GitRepositories", "ingest", false),
    DECIDING("io.comfortcommit.commandside.draft.DraftRules", "decide", true),
    APPENDED_BUT_NOT_STORED("io.comfortcommit.commandside.eventstore.GroupCommit", "store", true),
    STORED_BUT_NOT_ANSWERED("io.comfortcommit.commandside.eventstore.PostgresEngine", "appendEvents", false),
    CAPTURED_BUT_NOT_DECIDED_ON("io.comfortcommit.sagas.commit.CommitSaga", "whenCapturedThenDraft", true),
    DECIDED_ON_BUT_NOT_COMMITTED("io.comfortcommit.sagas.commit.CommitSaga", "whenCapturedThenDraft", false),
    CAPTURED_BUT_NOT_PROJECTED("io.comfortcommit.queryside.drafts.DraftProjection", "on", true),
    PROJECTED_BUT_NOT_COMMITTED("io.comfortcommit.queryside.drafts.DraftProjection", "on", false),
    DRAFTING("io.comfortcommit.sagas.drafting.DraftingActivity", "perform", true),
    WRITTEN_BUT_NOT_RECORDED("io.comfortcommit.analysis.drafting.StructuralDrafter", "draft", false),
    DRAFT_RECORDED_BUT_TASK_NOT_DONE("io.comfortcommit.sagas.drafting.DraftingActivity", "perform", false),
    APPROVED_BUT_NOT_DECIDED_ON("io.comfortcommit.sagas.commit.CommitSaga", "whenApprovedThenPublish", true),
    PUBLISHING("io.comfortcommit.sagas.publishing.PublishingActivity", "perform", true),
    COMMIT_WRITTEN_BUT_NOT_STORED_AS_ATTEMPT("io.comfortcommit.repositories.publishing.CommitWriter", "write", false),
    ATTEMPT_STORED_BUT_NOT_PUSHED("io.comfortcommit.repositories.publishing.PublishingRecords", "store", false),
    PUSHED_BUT_NOT_RECORDED("io.comfortcommit.repositories.publishing.RemoteBranches", "push", false),
    PUSHED_UNDER_A_FOREIGN_PUSH_BUT_NOT_RECORDED(
            "io.comfortcommit.repositories.publishing.RemoteBranches", "push", false),
    RECORDED_BUT_NOT_REPORTED("io.comfortcommit.repositories.GitRepositories", "publish", false),
    PUSH_RECORDED_BUT_TASK_NOT_DONE("io.comfortcommit.sagas.publishing.PublishingActivity", "perform", false);

    private final String className;
    private final String method;
    private final boolean atEntry;

    CrashPoint(String className, String method, boolean atEntry) {
        this.className = className;
        this.method = method;
        this.atEntry = atEntry;
    }

    String className() {
        return className;
    }

    String method() {
        return method;
    }

    boolean atEntry() {
        return atEntry;
    }

    /** Whether a colleague pushes before the server is back. */
    boolean foreignPush() {
        return name().contains("FOREIGN");
    }
}
