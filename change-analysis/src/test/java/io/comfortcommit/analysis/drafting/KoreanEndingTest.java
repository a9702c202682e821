package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KoreanEndingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "feat: 결제 재시도 추가 | NOUN",
                "fix: 로그인 오류 수정 (#12) | NOUN",
                "docs: 설정에 람다 | NOUN",
                "fix: 글꼴 크기 | NOUN",
                "build: 라이브러리 포함 | NOUN",
                "feat(order): 결제 재시도를 추가한다 | PLAIN",
                "fix: 빈 목록에서 죽지 않는다. | PLAIN",
                "refactor: 이름을 바꾼다 (ABC-7) | PLAIN",
                "fix: 잘못된 합계를 고친다 | PLAIN",
                "fix: 합계 오류를 수정했다 ABC-7 | PLAIN_PAST",
                "feat: 결제 재시도를 추가합니다 | POLITE",
                "fix: 로그인이 됩니다 (#7) | POLITE",
                "fix: 로그인 오류를 수정했습니다. | POLITE_PAST",
                "fix: 문구를 바꾸었습니다 | POLITE_PAST",
                "fix: 로그인 오류를 수정함 | NOMINAL",
                "chore: 의존성 갱신하기 | GERUND",
            })
    void theFormIsThatOfMostSubjects(String subject, KoreanEnding form) {
        assertThat(KoreanEnding.of(Collections.nCopies(5, subject))).isEqualTo(form);
    }

    @Test
    void aFewSubjectsOrEnglishOnesShowNoHabit() {
        assertThat(KoreanEnding.of(Collections.nCopies(4, "fix: 오류를 수정한다"))).isEqualTo(KoreanEnding.NOUN);
        assertThat(KoreanEnding.of(Collections.nCopies(50, "fix: close the menu")))
                .isEqualTo(KoreanEnding.NOUN);
        var divided = new ArrayList<>(Collections.nCopies(5, "fix: 오류를 수정한다"));
        divided.addAll(Collections.nCopies(5, "fix: 오류 수정"));
        assertThat(KoreanEnding.of(divided)).isEqualTo(KoreanEnding.NOUN);
        divided.add("fix: 오류를 고친다");
        divided.addAll(Collections.nCopies(40, "fix: close the menu"));
        assertThat(KoreanEnding.of(divided)).isEqualTo(KoreanEnding.PLAIN);
    }

    @Test
    void whatWouldBeTooLongStaysANoun() {
        assertThat(KoreanEnding.POLITE_PAST.put("fix: 메뉴 제거", 13)).isEqualTo("fix: 메뉴 제거");
        assertThat(KoreanEnding.POLITE_PAST.put("fix: 메뉴 제거", 14)).isEqualTo("fix: 메뉴 제거했습니다");
        assertThat(KoreanEnding.PLAIN.put("feat: cart.ts 추가(add, remove)", 72))
                .isEqualTo("feat: cart.ts 추가한다(add, remove)");
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyPhraseTakesEveryEnding(Verb verb) {
        var phrases = Phrases.in(Locale.KOREAN);
        for (var place : List.of("", "Order")) {
            var said = phrases.say(verb, "cancel", place.isEmpty() ? null : place);
            assertThat(KoreanEnding.POLITE.put(said, 72)).contains("합니다");
        }
    }
}
