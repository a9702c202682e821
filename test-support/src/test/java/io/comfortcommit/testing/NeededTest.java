package io.comfortcommit.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class NeededTest {
    @Test
    void whatIsMissingSkipsATestAndFailsItWhereEverythingMustBeTested() {
        assertThatCode(() -> Needed.check(true, "X IS NOT TESTED", true)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Needed.check(false, "X IS NOT TESTED", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("X IS NOT TESTED");
        assertThatThrownBy(() -> Needed.check(false, "X IS NOT TESTED", true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("X IS NOT TESTED");
    }

    @Test
    void aProgramIsLookedForWhereTheShellDoes() {
        assertThatCode(() -> Needed.program("sh", "THE SHELL")).doesNotThrowAnyException();
    }
}
