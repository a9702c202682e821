package io.comfortcommit.analysis.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameCharactersTest {
    @Test
    void theyAreThoseOfTheExpressionsThatTheyStandFor() {
        assertSame("[\\p{L}_]", NameCharacters::isStart);
        assertSame("[\\p{L}\\p{N}_]", NameCharacters::isPart);
        assertSame("[\\p{L}\\p{N}]", NameCharacters::isLetterOrNumber);
        assertSame("\\s", NameCharacters::isSpace);
    }

    private static void assertSame(String expression, IntPredicate test) {
        var pattern = Pattern.compile(expression);
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> pattern.matcher(Character.toString(c)).matches() != test.test(c)))
                .as(expression)
                .isEmpty();
    }
}
