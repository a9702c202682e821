package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.Habits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReasonsForTypeTest {
    private final StructuralDrafter drafter = new StructuralDrafter();
    private final Habits habits = new Habits();

    private static ChangeSet change(Map<String, String> lines) {
        return new ChangeSet(
                lines.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(file -> new FileChange(
                                file.getKey(),
                                file.getKey(),
                                Kind.MODIFIED,
                                0100644,
                                0100644,
                                false,
                                1,
                                1,
                                List.of(new Hunk(
                                        1, 1, 1, 1, file.getValue().lines().toList()))))
                        .toList(),
                false);
    }

    private List<Reason> reasons(ChangeSet change) {
        return drafter.draft(change, new DraftingContext(Locale.ENGLISH, List.of("feat: a"), "", habits))
                .reasons();
    }

    private Stream<String> texts(ChangeSet change, Locale language) {
        return reasons(change).stream().map(reason -> reason.text(language));
    }

    @Test
    void whatMostFilesAreIsAReason() {
        var change = change(Map.of("test/a_test.py", "-x = 1\n+x = 2", "test/b_test.py", "-x = 1\n+x = 2"));
        assertThat(texts(change, Locale.ENGLISH)).containsExactly("2 of 2 changed files are tests");
        assertThat(texts(change, Locale.KOREAN)).containsExactly("바뀐 파일 2개 중 2개가 테스트");
    }

    @Test
    void whatTheHistoryHasOfSuchChangesIsCounted() {
        for (int i = 0; i < 12; i++) {
            StructuralDrafter.learn(
                    habits,
                    change(Map.of("core/Cache.java", "-    int a = " + i + ";\n+    int a = 0;")),
                    (i == 3 ? "fix" : "perf") + ": number " + i,
                    Author.UNKNOWN,
                    false);
            StructuralDrafter.learn(
                    habits,
                    change(Map.of("web/Page.java", "-    a();\n+    b();")),
                    "feat: page " + i,
                    Author.UNKNOWN,
                    false);
        }
        var change = change(Map.of("core/Cache.java", "-    int a = 4;\n+    int a = 0;"));
        assertThat(texts(change, Locale.ENGLISH))
                .anyMatch(
                        text -> text.matches("changes (of core/Cache.java|under core/) were perf in 11 of 12 commits"))
                .hasSizeLessThanOrEqualTo(3);
        assertThat(texts(change, Locale.KOREAN)).anyMatch(text -> text.contains("커밋 12개 중 11개가 perf"));
    }

    @Test
    void noNameThatLooksLikeASecretIsInAReason() {
        var path = "keys/ghp_16C7e42F292c6912E7710c838347Ae178B4a.txt";
        for (int i = 0; i < 12; i++) {
            StructuralDrafter.learn(
                    habits, change(Map.of(path, "-a" + i + "\n+b")), "chore: keys " + i, Author.UNKNOWN, false);
            StructuralDrafter.learn(
                    habits, change(Map.of("web/Page.java", "-a\n+b")), "feat: page " + i, Author.UNKNOWN, false);
        }
        assertThat(texts(change(Map.of(path, "-a\n+b")), Locale.ENGLISH)).noneMatch(text -> text.contains("ghp_"));
    }
}
