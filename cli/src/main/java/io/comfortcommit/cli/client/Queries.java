package io.comfortcommit.cli.client;

/** The GraphQL documents that we send. */
final class Queries {
    private static final String FIELDS = """
            id status version message subject origin branch mode unpushedCommits pushedBy commitId commitIds landing landedOn
            rebased
            failure reason pullRequest { url trouble words } advice redraft successorId repositoryId capturedAt updatedAt
            summary { filesChanged insertions deletions } author { name email }
            card { secrets { id kind path line cleared } }
            """;

    static final String DRAFT = "query Draft($id: ID!) { draft(id: $id) { " + FIELDS + " } }";

    static final String TIMELINE = "query Timeline($id: ID!) { draft(id: $id) { " + FIELDS
            + " timeline { sequence type event at actor traceId detail } } }";

    static final String FILES = "query Files($id: ID!) { draft(id: $id) { " + FIELDS
            + " diff { truncated files { oldPath newPath kind binary insertions deletions } } } }";

    static final String SPLIT = "query Split($id: ID!) { draft(id: $id) { "
            + "split { message cluster { title files { path hunks } insertions deletions } } } }";

    static final String APPROVE_SPLIT =
            "mutation Split($input: SplitDraftInput!) {" + " splitDraft(input: $input) { draftId status version } }";

    static final String DRAFTS = "query Drafts($status: [DraftStatus!], $first: Int, $after: String) {"
            + " drafts(status: $status, first: $first, after: $after) {"
            + " edges { node { " + FIELDS + " } } pageInfo { hasNextPage endCursor } } }";

    static final String APPROVE = "mutation Approve($input: ApproveDraftInput!) {"
            + " approveDraft(input: $input) { draftId status version } }";

    static final String CLEAR = "mutation Clear($input: ClearFindingsInput!) {"
            + " clearFindings(input: $input) { draftId status version } }";

    static final String REDRAFT =
            "mutation Redraft($input: RedraftInput!) {" + " redraft(input: $input) { draftId status version } }";

    static final String SEARCH = "query Search($text: String!, $first: Int) { search(text: $text, first: $first) {"
            + " availability hits { byWords byMeaning draft { " + FIELDS + " } } } }";

    static final String DEVICES = "{ me { devices { id kind name current createdAt lastSeenAt expiresAt } } }";

    static final String REVOKE_DEVICE =
            "mutation Revoke($input: RevokeDeviceInput!) { revokeDevice(input: $input) { deviceId } }";

    static final String REPOSITORIES =
            "query Repositories { repositories { id remote defaultBranch trackedAt drafting { language gitmoji } } }";

    static final String SET_DRAFTING = "mutation SetDrafting($input: SetDraftingInput!) {"
            + " setDrafting(input: $input) { drafting { language gitmoji } } }";

    static final String MEMBERS = "query Members($in: ID!) { members(repositoryId: $in) { user addedAt } }";

    static final String ADD_MEMBER =
            "mutation AddMember($input: AddMemberInput!) { addMember(input: $input) { members { user addedAt } } }";

    static final String REMOVE_MEMBER = "mutation RemoveMember($input: RemoveMemberInput!) {"
            + " removeMember(input: $input) { members { user addedAt } } }";

    private static final String PREFERENCES = "{ channels language quiet { from to zone } digestFrom slackUser email }";

    static final String NOTIFICATIONS = "query Notifications { notificationPreferences " + PREFERENCES + " }";

    static final String SET_NOTIFICATIONS = "mutation Notify($input: NotificationPreferencesInput!) {"
            + " setNotificationPreferences(input: $input) " + PREFERENCES + " }";

    static final String DISCARD = "mutation Discard($input: DiscardDraftInput!) {"
            + " discardDraft(input: $input) { draftId status version } }";

    static final String CLAIM = "mutation Claim($input: ClaimAgentPushInput!) {"
            + " claimAgentPush(input: $input) { message approvedAt until } }";

    static final String AGENT_PUSH = "mutation AgentPush($input: RecordAgentPushInput!) {"
            + " recordAgentPush(input: $input) { draftId status version } }";

    static final String AGENT_FAILURE = "mutation AgentFailure($input: RecordAgentFailureInput!) {"
            + " recordAgentFailure(input: $input) { draftId status version } }";

    private Queries() {}
}
