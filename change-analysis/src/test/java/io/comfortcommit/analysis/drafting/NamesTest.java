package io.comfortcommit.analysis.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ChangeReader",
                "aPushThatWasDoneButNotRecordedIsNotDoneTwice",
                "read_all_lines_of_the_file_or_fail",
                "MAX_RETRY_COUNT_PER_SECOND",
                "0001-axon-4.13-and-why.md",
                "css-lightningcss.spec.ts",
                "JdbcEventPublicationRepositoryV2IntegrationTests.java",
                "V20240131120000__create_users.sql",
                "org.springframework.boot.data.jdbc.test.autoconfigure.AutoConfigureDataJdbc.imports",
                "sha256sum",
                "utf8mb4",
                "i18n",
                "k8s-values.yaml",
                "빈_변경은_그대로다",
                "사용자 안내서.md",
                "x"
            })
    void aNameThatAPersonGaveIsQuoted(String name) {
        assertThat(Names.sayable(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "github_pat_11ABCDEFG0abcdefghijkl",
                "AKIAIOSFODNN7EXAMPLE",
                "xoxb-123456789012-abcdefGHIJKL",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "550e8400-e29b-41d4-a716-446655440000",
                "JBSWY3DPEHPK3PXP",
                "dGhpc2lzYXNlY3JldHRva2Vu",
                "q7Zx0PfT9vKw2LmB",
                "4111111111111111",
                "kim@example.com",
                "backup-q7Zx0PfT9vKw2LmB.pem",
                " "
            })
    void aNameThatIsShapedLikeASecretIsNot(String name) {
        assertThat(Names.sayable(name)).isFalse();
    }

    @Test
    void hardlyAnyRandomTokenPasses() {
        var random = new Random(7);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var passed = 0;
        for (int i = 0; i < 2_000; i++) {
            var token = new StringBuilder();
            for (int c = 0; c < 32; c++) {
                token.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            passed += Names.sayable(token.toString()) ? 1 : 0;
        }
        assertThat(passed).isLessThan(4);
    }

    @Test
    void aHeadingThatLooksLikeAnAssignmentIsNotAName() {
        assertThat(Names.sayableText("Install on Linux")).isTrue();
        assertThat(Names.sayableText("Password: hunter2")).isFalse();
        assertThat(Names.sayableText("token=abc")).isFalse();
    }

    @Test
    void aCleanNameIsOneLineThatReadsInItsOrder() {
        assertThat(Names.clean("a\nb\t c\u202ed\u200b\u0000")).isEqualTo("a b cd");
    }

    @Test
    void aShortenedNameTearsNoCharacter() {
        for (int width = 4; width < 20; width++) {
            var shortened = Names.shortened("😀".repeat(30), width);
            assertThat(shortened.length()).isLessThanOrEqualTo(width);
            assertThat(shortened.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }
}
