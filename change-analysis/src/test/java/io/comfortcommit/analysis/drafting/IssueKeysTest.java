package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssueKeysTest {
    @ParameterizedTest
    @CsvSource({
        "feature/ABC-123-login, ABC-123",
        "ABC-1, ABC-1",
        "kim/CC2-77_again, CC2-77",
        "main, ",
        "'', ",
        "fix-utf-8, ",
        "fix/UTF-8-names, ",
        "fix/SHA-256-PAY-9, PAY-9",
        "ABC-123x, ",
        "xABC-123, ",
        "A-1, ",
    })
    void theKeyIsTheFirstOneThatStandsByItself(String branch, String key) {
        if (key == null) {
            assertThat(IssueKeys.in(branch)).isEmpty();
        } else {
            assertThat(IssueKeys.in(branch)).contains(key);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fix(web): ABC-7 close the menu | fix(core): ABC-12 check for null",
                "fix: [ABC-7] close the menu | fix(core): [ABC-12] check for null",
                "fix: ABC-7: close the menu | fix(core): ABC-12: check for null",
                "fix: close the menu (ABC-7) | fix(core): check for null (ABC-12)",
                "fix: close the menu ABC-7 (#88) | fix(core): check for null ABC-12",
                "fix(ABC-7)!: close the menu | fix(ABC-12): check for null",
                "fix: 메뉴를 닫는다 (ABC-7) | fix(core): check for null (ABC-12)",
                "fix(web): [ABC-7] 메뉴 닫기 (#88) | fix(core): [ABC-12] check for null",
                "fix: close the menu (#88) | ",
            })
    void theKeyStandsWhereTheProjectHasIt(String subject, String header) {
        var placed = IssueKeys.place("fix(core): check for null", "ABC-12", Collections.nCopies(5, subject), 72);
        if (header == null) {
            assertThat(placed).isEmpty();
        } else {
            assertThat(placed).contains(header);
        }
    }

    @Test
    void aKeyThatDoesNotFitIsLeftToTheTrailer() {
        var subjects = Collections.nCopies(5, "fix: close the menu (ABC-7)");
        assertThat(IssueKeys.place("fix: check for null", "ABC-12", subjects, 25))
                .isEmpty();
        assertThat(IssueKeys.place("fix: check for null", "ABC-12", subjects.subList(0, 4), 72))
                .isEmpty();
    }

    @Test
    void theKeyOfAnotherIssueIsNoScope() {
        assertThat(Scopes.isSayable("ABC-7")).isFalse();
        assertThat(Scopes.isSayable("utf-8")).isTrue();
    }
}
