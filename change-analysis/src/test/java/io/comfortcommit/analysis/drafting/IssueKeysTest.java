package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

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
}
