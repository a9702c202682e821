package io.comfortcommit.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.problem.Problem.Code;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.draft.Rejection;
import io.comfortcommit.messages.draft.Rejection.IllegalTransition;
import io.comfortcommit.messages.draft.Rejection.PersonErased;
import io.comfortcommit.messages.draft.Rejection.StaleVersion;
import io.comfortcommit.messages.draft.Rejection.UnknownDraft;
import io.comfortcommit.messages.draft.Rejection.UnusableMessage;
import io.comfortcommit.repositories.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTextsTest {
    private final Wording wording = new Wording();

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeHasATitleInBothLanguages(Code code) {
        String english = wording.title(Problem.of(code), Locale.ENGLISH);
        String korean = wording.title(Problem.of(code), Locale.KOREAN);
        assertThat(english).matches("[\\x00-\\x7f]+");
        assertThat(korean).matches(".*[가-힣].*");
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        for (String bundle : List.of(
                "io.comfortcommit.gateway.problem.problems",
                "io.comfortcommit.gateway.graphql.advice",
                "io.comfortcommit.gateway.graphql.lint",
                "io.comfortcommit.gateway.graphql.reasons")) {
            ResourceBundle.Control only =
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
            ResourceBundle english = ResourceBundle.getBundle(bundle, Locale.ROOT, only);
            ResourceBundle korean = ResourceBundle.getBundle(bundle, Locale.KOREAN, only);
            assertThat(korean.getLocale()).isEqualTo(Locale.KOREAN);
            assertThat(korean.keySet()).isEqualTo(english.keySet());
            english.keySet()
                    .forEach(key -> assertThat(korean.getString(key)).as(key).isNotEqualTo(english.getString(key)));
        }
    }

    @Test
    void everyRejectionIsAProblemWithDetail() {
        DraftId draft = new DraftId(UUID.randomUUID());
        List<Rejection> rejections = new ArrayList<>(List.of(
                new UnknownDraft(draft),
                new StaleVersion(draft, 1, 2, DraftStatus.DRAFTED),
                new UnusableMessage(draft, "EMPTY", null),
                new UnusableMessage(draft, "TOO_LONG", 20_000),
                new UnusableMessage(draft, "NUL_CHARACTER", null),
                new PersonErased(new UserId(UUID.randomUUID()))));
        Arrays.stream(DraftStatus.values())
                .forEach(status -> rejections.add(new IllegalTransition(draft, status, "EditDraft")));
        for (Rejection rejection : rejections) {
            Problem problem = Failures.problem(
                    new CompletionException(new CommandExecutionException("rejected", null, rejection)));
            assertThat(problem.code().name()).isEqualTo(rejection.code());
            assertThat(Failures.problem(new IllegalStateException(
                            "not stored",
                            new RuntimeException(new CommandExecutionException("rejected", null, rejection)))))
                    .as("wherever it broke off")
                    .isEqualTo(problem);
            assertThat(wording.detail(problem, Locale.ENGLISH)).doesNotContain("{");
            assertThat(wording.detail(problem, Locale.KOREAN)).matches(".*[가-힣].*");
        }
    }

    /** One text for every way to be told that needs a browser. */
    @Test
    void whoCantBeToldHearsWhatToDoNextWhateverTheWay() {
        Problem noDevice = Problem.badRequest("NO_DEVICE");
        assertThat(wording.detail(noDevice, Locale.ENGLISH))
                .contains("Open the settings")
                .doesNotContain("Push");
        assertThat(wording.detail(noDevice, Locale.KOREAN)).contains("설정을 열어").doesNotContain("푸시");
        Problem noKakao = Problem.badRequest("NO_KAKAO");
        assertThat(wording.detail(noKakao, Locale.ENGLISH)).contains("Choose another way", "comfort.kakao.client-id");
        assertThat(wording.detail(noKakao, Locale.KOREAN)).contains("다른 알림 방법을 고르거나", "comfort.kakao.client-id");
    }

    @ParameterizedTest
    @EnumSource(RefusedException.Reason.class)
    void everyRefusalIsAProblemWithItsOwnWords(RefusedException.Reason reason) {
        Problem problem = Failures.problem(new RefusedException(reason, "Because of {0} it''s so."));
        assertThat(problem.code().name()).isEqualTo(reason.name());
        assertThat(wording.detail(problem, Locale.ENGLISH)).isEqualTo("Because of {0} it''s so.");
        assertThat(wording.detail(problem, Locale.KOREAN)).endsWith("(Because of {0} it''s so.)");
    }

    @Test
    void whatIsUnexpectedIsInternalAndWhatIsLateUnavailable() {
        assertThat(Failures.problem(new IllegalStateException("x")).code()).isEqualTo(Code.INTERNAL);
        assertThat(Failures.problem(new CommandExecutionException("x", null)).code())
                .isEqualTo(Code.INTERNAL);
        assertThat(Failures.problem(new QueryExecutionException("x", new IllegalStateException()))
                        .code())
                .isEqualTo(Code.INTERNAL);
        assertThat(Failures.problem(new TimeoutException()).code()).isEqualTo(Code.UNAVAILABLE);
    }
}
