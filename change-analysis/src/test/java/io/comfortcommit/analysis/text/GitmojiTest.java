package io.comfortcommit.analysis.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.learning.ConventionalSubject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitmojiTest {
    @ParameterizedTest
    @CsvSource({
        "feat: add cart,feat: ✨ add cart",
        "fix(web)!: check for null,fix(web)!: 🐛 check for null",
        "refactor: ✨ rename Cart,refactor: ♻️ rename Cart",
        "🎨 docs: explain,docs: 📝 explain",
        "perf: :zap: cache,perf: ⚡️ cache",
        "spike: try it,spike: try it",
        "add cart,add cart"
    })
    void theEmojiOfTheTypeStandsBehindTheColon(String line, String with) {
        assertThat(Gitmoji.into(line)).isEqualTo(with);
        assertThat(Gitmoji.into(with)).as("again").isEqualTo(with);
        assertThat(Gitmoji.into(line + "\n\n- ✨ more")).isEqualTo(with + "\n\n- ✨ more");
        if (!with.equals(line)) {
            assertThat(Gitmoji.without(with)).isEqualTo(Gitmoji.without(line));
            assertThat(Gitmoji.leading(with.substring(with.indexOf(": ") + 2)))
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(Gitmoji.ROOM);
        }
    }

    @Test
    void aProjectsOwnTypeHasThatOfTheStandardOneThatItStandsFor() {
        assertThat(Gitmoji.into("feat: add cart", _ -> "feature")).isEqualTo("feat: ✨ add cart");
        assertThat(Gitmoji.into("perf: cache", _ -> "refactor")).isEqualTo("perf: ♻️ cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fix: 🐛 check for null",
                "🐛 fix: check for null",
                ":bug: fix: check for null",
                "fix: 👨‍💻 check for null"
            })
    void aConventionalCommitIsReadPastIt(String line) {
        assertThat(ConventionalSubject.in(line)).hasValueSatisfying(subject -> {
            assertThat(subject.type()).isEqualTo("fix");
            assertThat(subject.description()).isEqualTo("check for null");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "✨", "fix: 3 ways to fail", "#12 fix", "fix: :: operator", "한글: 추가"})
    void whatIsNoEmojiStays(String line) {
        assertThat(Gitmoji.without(line)).isEqualTo(line);
    }
}
