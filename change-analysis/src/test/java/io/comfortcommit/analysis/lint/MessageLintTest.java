package io.comfortcommit.analysis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.drafting.DraftingContext;
import io.comfortcommit.analysis.lint.Complaint.Rule;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageLintTest {
    private static final DraftingContext ENGLISH = new DraftingContext(Locale.ENGLISH, List.of(), "main");
    private static final ChangeSet CHANGE = new ChangeSet(
            List.of(new FileChange(
                    "src/OrderClient.java",
                    "src/OrderClient.java",
                    Kind.MODIFIED,
                    0100644,
                    0100644,
                    false,
                    2,
                    0,
                    List.of(new Hunk(
                            10,
                            0,
                            10,
                            2,
                            List.of("+    void sendWithRetry() {", "+        backoff.wait();"),
                            "class OrderClient {")))),
            false);

    @Test
    void aMessageThatKeepsToTheRulesAndNamesWhatChangedIsFine() {
        assertThat(check("add sendWithRetry with backoff to OrderClient", "call `backoff` in OrderClient.java"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add retry to PaymentClient | UNKNOWN_NAME",
                "add send_twice() | UNKNOWN_NAME",
                "change src/Payment.java | UNKNOWN_NAME",
                "add retry to OrderClient to improve reliability | INVENTED_REASON",
                "add retry because the network fails | INVENTED_REASON",
                "OrderClient에 재시도 추가, 안정성 향상을 위해 | INVENTED_REASON",
                "add retry Co-authored-by: A Model | TRAILER",
                "set <AWS_SECRET_KEY:1> | PLACEHOLDER",
                "add retry. | SUBJECT",
                "feat: add retry | SUBJECT",
                "add retry and backoff and everything else that this change brings to the client | LENGTH"
            })
    void aSubjectThatBreaksARuleIsToldWhich(String subject, Rule rule) {
        assertThat(check(subject)).extracting(Complaint::rule).contains(rule);
    }

    @Test
    void onlyTheAuthorMayGiveAReason() {
        var message = new ProposedMessage("fix", null, "retry because of outages", List.of(), 1);
        assertThat(MessageLint.check(message, CHANGE, ENGLISH, "say that it is because of outages"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry because the provider times out | why: the payment provider times out under load | true",
                "retry due to timeouts of the provider | the provider has timeouts | true",
                "결제 시간 초과 때문에 retry 추가 | 결제가 자주 시간 초과됨 | true",
                "retry because users are unhappy | shorter, please | false",
                "retry to improve reliability | say that it is about OrderClient | false",
                "사용자 경험을 위해 retry 추가 | 더 짧게 | false"
            })
    void theAuthorsReasonMayBeSaidInOtherWordsButNoneMadeUp(String subject, String said, boolean fine) {
        var message = new ProposedMessage("fix", null, subject, List.of(), 1);
        assertThat(MessageLint.check(message, CHANGE, ENGLISH, said))
                .extracting(Complaint::rule)
                .isEqualTo(fine ? List.of() : List.of(Rule.INVENTED_REASON));
    }

    @Test
    void theAuthorMayAskForAnotherLanguage() {
        var korean = new DraftingContext(Locale.KOREAN, List.of(), "main");
        var message = new ProposedMessage("feat", "order", "add retry", List.of(), 1);
        assertThat(MessageLint.check(message, CHANGE, korean, "영어로")).isEmpty();
    }

    @Test
    void aKoreanDraftIsInKorean() {
        var korean = new DraftingContext(Locale.KOREAN, List.of(), "main");
        var message = new ProposedMessage("feat", "order", "add retry", List.of(), 1);
        assertThat(MessageLint.check(message, CHANGE, korean, null))
                .extracting(Complaint::rule)
                .containsExactly(Rule.LANGUAGE);
    }

    @Test
    void anEnglishDraftIsInEnglishAndMayQuoteKorean() {
        var korean = new ProposedMessage("feat", "order", "OrderClient에 재시도 로직을 추가하고 정리", List.of(), 1);
        assertThat(MessageLint.check(korean, CHANGE, ENGLISH, null))
                .extracting(Complaint::rule)
                .containsExactly(Rule.LANGUAGE);
        assertThat(MessageLint.check(korean, CHANGE, ENGLISH, "in Korean, please"))
                .isEmpty();
        assertThat(MessageLint.check(korean, CHANGE, ENGLISH, "한국어로")).isEmpty();
        var quoting = new ProposedMessage("feat", "order", "add the text \"다시 시도\" to retries", List.of(), 1);
        assertThat(MessageLint.check(quoting, CHANGE, ENGLISH, null)).isEmpty();
    }

    @Test
    void theEmojiOfTheTypeCountsForTheLengthAndReplacesAnother() {
        var message = new ProposedMessage("feat", null, "🚀 add retry", List.of(), 1).withGitmoji();
        assertThat(message.firstLine()).isEqualTo("feat: ✨ add retry");
        assertThat(MessageLint.check(message, CHANGE, ENGLISH, null)).isEmpty();
        var long72 = new ProposedMessage("feat", null, "add " + "r".repeat(62), List.of(), 1);
        assertThat(long72.firstLine()).hasSize(72);
        assertThat(MessageLint.check(long72, CHANGE, ENGLISH, null)).isEmpty();
        assertThat(MessageLint.check(long72.withGitmoji(), CHANGE, ENGLISH, null))
                .extracting(Complaint::rule)
                .containsExactly(Rule.LENGTH);
    }

    @Test
    void pointsThatBreakARuleAreLeftOutAndTheRestIsKept() {
        var message = new ProposedMessage(
                "feat",
                "order",
                "add retry to OrderClient",
                List.of("add sendWithRetry", "so that users are happy"),
                1);
        var complaints = MessageLint.check(message, CHANGE, ENGLISH, null);
        assertThat(MessageLint.salvage(message, complaints).map(ProposedMessage::text))
                .contains("feat(order): add retry to OrderClient\n\n- add sendWithRetry");
    }

    @Test
    void aFirstLineThatBreaksARuleCanNotBeSalvaged() {
        var message = new ProposedMessage("feature", "order", "add retry", List.of(), 1);
        assertThat(MessageLint.salvage(message, MessageLint.check(message, CHANGE, ENGLISH, null)))
                .isEmpty();
    }

    private static List<Complaint> check(String subject, String... body) {
        return MessageLint.check(
                new ProposedMessage("feat", "order", subject, List.of(body), 0.9), CHANGE, ENGLISH, null);
    }
}
