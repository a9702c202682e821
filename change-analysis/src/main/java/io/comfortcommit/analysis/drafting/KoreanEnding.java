package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.learning.ConventionalSubject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How people end a Korean subject: with a noun ({@code 재시도 추가}), or with a verb in one of its forms ({@code 추가한다},
 * {@code 추가합니다}, {@code 추가함}…). All phrases end with a noun that takes 하다, so any of them can be put so.
 */
enum KoreanEnding {
    NOUN(""),
    PLAIN("한다"),
    PLAIN_PAST("했다"),
    POLITE("합니다"),
    POLITE_PAST("했습니다"),
    NOMINAL("함"),
    GERUND("하기");

    private static final Pattern HANGUL_AT_THE_END = Pattern.compile(".*\\p{IsHangul}$");
    /** What may stand behind the words: a key, what is meant, a full stop. */
    private static final Pattern BEHIND =
            Pattern.compile("(?:\\s*(?:\\([^()]*\\)|\\[[^\\[\\]]*])|[\\s.!~…]|\\s+[A-Z][A-Z0-9]+-\\d+)+$");

    /** Of a syllable, by its place among the finals in Unicode's arithmetic (The Unicode Standard, 3.12). */
    private static final int FINAL_N = 4;

    private static final int FINAL_SS = 20;

    /** Not 포함, which is a noun. */
    private static final Pattern NOMINAL_FORM = Pattern.compile(".*(?:(?<!포)함|됨|했음)$");
    /** Not 크기 or 주기, which are nouns. */
    private static final Pattern GERUND_FORM = Pattern.compile(".*(?:하|되|시키|바꾸|고치|만들|맞추|옮기|없애|나누|지우|늘리|줄이|올리|내리)기$");

    /** A phrase: up to the noun, then what it is done to where that comes last. */
    private static final Pattern PHRASE =
            Pattern.compile("^(.*(?:추가|제거|변경|이동|복사|표시|수정|정리|보강|설정|교체|갱신|생성))((?:\\([^()]*\\))?)$");
    /** Subjects from which a habit shows. */
    private static final int ENOUGH = 5;

    private final String ending;

    KoreanEnding(String ending) {
        this.ending = ending;
    }

    /** That of more than half of the Korean subjects, where there are enough of them. */
    static KoreanEnding of(List<String> recentSubjects) {
        Map<KoreanEnding, Integer> times = new EnumMap<>(KoreanEnding.class);
        int korean = 0;
        for (String subject : recentSubjects) {
            String text = BEHIND.matcher(ConventionalSubject.withoutPullRequests(subject))
                    .replaceFirst("");
            if (HANGUL_AT_THE_END.matcher(text).matches()) {
                korean++;
                times.merge(in(text), 1, Integer::sum);
            }
        }
        int all = korean;
        return all < ENOUGH
                ? NOUN
                : times.entrySet().stream()
                        .filter(form -> form.getValue() * 2 > all)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(NOUN);
    }

    private static KoreanEnding in(String text) {
        if (text.endsWith("습니다")) {
            return lastOf(text, 4) == FINAL_SS ? POLITE_PAST : POLITE;
        }
        if (text.endsWith("니다")) {
            return POLITE;
        }
        if (text.endsWith("다")) {
            // Not 람다, which is no verb.
            return switch (lastOf(text, 2)) {
                case FINAL_SS -> PLAIN_PAST;
                case FINAL_N -> PLAIN;
                default -> NOUN;
            };
        }
        if (NOMINAL_FORM.matcher(text).matches()) {
            return NOMINAL;
        }
        return GERUND_FORM.matcher(text).matches() ? GERUND : NOUN;
    }

    /** The final consonant of a syllable counted from the end; -1 where there is none. */
    private static int lastOf(String text, int fromTheEnd) {
        int syllable = text.length() < fromTheEnd ? 0 : text.charAt(text.length() - fromTheEnd) - '가';
        return syllable < 0 ? -1 : syllable % 28;
    }

    /** A text that ends with a noun, ended so; as it is where it doesn't, or where it would be too long. */
    String put(String text, int most) {
        var phrase = PHRASE.matcher(text);
        return phrase.matches() && text.length() + ending.length() <= most
                ? phrase.group(1) + ending + phrase.group(2)
                : text;
    }
}
