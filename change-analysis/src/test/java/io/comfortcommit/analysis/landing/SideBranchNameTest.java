package io.comfortcommit.analysis.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SideBranchNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                feat(api): Add a thing!         | comfort/feat-api-add-a-thing
                  fix: ../../etc/passwd@{0}~^:  | comfort/fix-etc-passwd-0
                문서: 안내를 고친다                | comfort/문서-안내를-고친다
                !!!                             | comfort/change
                release.lock                    | comfort/release-lock
                a very long subject that goes on and on and on until it ends at last | comfort/a-very-long-subject-that-goes-on-and-on-and-on
                """)
    void theNameIsTheSubjectAsASlug(String message, String name) {
        assertThat(SideBranchName.choose(message, List.of())).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "a\u0000b", "@{", "𝒳 and 😀", "-", "x..y", "ends."})
    void everyNameIsOneThatGitAccepts(String message) {
        assertThat(Repository.isValidRefName("refs/heads/" + SideBranchName.choose(message, List.of())))
                .isTrue();
    }

    @Test
    void aNameThatIsTakenInAnyWayIsLeftAlone() {
        assertThat(SideBranchName.choose("x", List.of("main", "comfort/X", "comfort/x-2/deeper", "comfort/x-4")))
                .isEqualTo("comfort/x-3");
    }
}
