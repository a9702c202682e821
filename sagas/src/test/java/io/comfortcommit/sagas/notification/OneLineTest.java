package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
    /** By its number, since nobody sees one in a source either. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x0A, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
                0x2066, 0x2069
            })
    void whatNobodySeesIsNoPartOfALine(int unseen) {
        assertThat(OneLine.of("feat: a" + Character.toString(unseen) + "b", 80)).isEqualTo("feat: a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"feat: 결제 재시도 추가", "fix: naïve café", "docs: 👩\u200D💻 שלום"})
    void whatSomebodyWroteStaysAsItIs(String text) {
        assertThat(OneLine.of(text, 80)).isEqualTo(text);
    }
}
