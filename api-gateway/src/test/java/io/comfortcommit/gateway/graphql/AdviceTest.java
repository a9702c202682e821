package io.comfortcommit.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.messages.draft.PushedBy;
import io.comfortcommit.messages.query.DraftView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceTest {
    @ParameterizedTest
    @EnumSource(PushFailure.class)
    void everyFailureHasAdvice(PushFailure failure) {
        DraftView draft = draft(DraftStatus.PUSH_FAILED, null, null, failure, "what the remote said");
        assertThat(Advice.on(draft, Locale.ENGLISH).orElseThrow()).matches("[\\x00-\\x7f]+");
        assertThat(Advice.on(draft, Locale.KOREAN).orElseThrow()).matches(".*[가-힣].*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "conflict: src/A.java, b {0}.txt|src/A.java, b {0}.txt",
                "unpushed-commits|never rewritten",
                "refused: pre-receive hook declined|pre-receive hook declined",
                "something new: x|It is safe on",
                "null|It is safe on"
            })
    void aCommitBesideItsBranchHasAdvice(@Nullable String reason, String expected) {
        DraftView draft = draft(DraftStatus.PUSHED, Landing.SIDE_BRANCH, "comfort/x", null, reason);
        assertThat(Advice.on(draft, Locale.ENGLISH).orElseThrow()).contains(expected, "comfort/x", "main");
        assertThat(Advice.on(draft, Locale.KOREAN).orElseThrow()).contains("comfort/x", "main");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conflict: a.txt", "unpushed-commits", "refused: protected", "something new"})
    void anOpenPullRequestIsNamedAndNotAskedFor(String reason) {
        DraftView draft = beside(reason, PullRequest.opened("https://git.example.org/o/r/pulls/7"));
        assertThat(Advice.on(draft, Locale.ENGLISH).orElseThrow())
                .contains("https://git.example.org/o/r/pulls/7")
                .doesNotContain("open a pull request");
        assertThat(Advice.on(draft, Locale.KOREAN).orElseThrow())
                .contains("https://git.example.org/o/r/pulls/7")
                .doesNotContain("여세요");
    }

    @ParameterizedTest
    @EnumSource(PullRequestTrouble.class)
    void whyNoPullRequestCouldBeOpenedIsTold(PullRequestTrouble trouble) {
        DraftView draft = beside("conflict: a.txt", PullRequest.notOpened(trouble, "no"));
        assertThat(Advice.on(draft, Locale.ENGLISH).orElseThrow())
                .contains("open a pull request", "We could not open it for you");
        assertThat(Advice.on(draft, Locale.KOREAN).orElseThrow()).contains("대신 열지는 못했습니다");
    }

    @Test
    void whereAllIsWellThereIsNothingToAdvise() {
        assertThat(Advice.on(draft(DraftStatus.PUSHED, Landing.BRANCH, "main", null, null), Locale.ENGLISH))
                .isEmpty();
        assertThat(Advice.on(draft(DraftStatus.DRAFTED, null, null, null, null), Locale.ENGLISH))
                .isEmpty();
    }

    private static DraftView beside(String reason, PullRequest request) {
        return draft(DraftStatus.PUSHED, Landing.SIDE_BRANCH, "comfort/x", null, reason, request);
    }

    private static DraftView draft(
            DraftStatus status,
            @Nullable Landing landing,
            @Nullable String landedOn,
            @Nullable PushFailure failure,
            @Nullable String reason) {
        return draft(status, landing, landedOn, failure, reason, null);
    }

    private static DraftView draft(
            DraftStatus status,
            @Nullable Landing landing,
            @Nullable String landedOn,
            @Nullable PushFailure failure,
            @Nullable String reason,
            @Nullable PullRequest request) {
        return new DraftView(
                new DraftId(UUID.randomUUID()),
                new RepositoryId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                status,
                4,
                "feat: x",
                null,
                null,
                "main",
                CaptureMode.INDEX,
                new ChangeSummary(1, 1, 1),
                new GitAuthor("Mina", "mina@example.org"),
                0,
                PushedBy.SERVER,
                null,
                List.of(),
                landing,
                landedOn,
                false,
                failure,
                reason,
                request,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
