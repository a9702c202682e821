package io.comfortcommit.analysis.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTextTest {
    private static ChangeSet changed(String path, String... lines) {
        return changed(path, List.of(lines));
    }

    private static ChangeSet changed(String path, List<String> lines) {
        return new ChangeSet(
                List.of(new FileChange(
                        path,
                        path,
                        Kind.MODIFIED,
                        0100644,
                        0100644,
                        false,
                        lines.size(),
                        0,
                        List.of(new Hunk(1, lines.size(), 1, lines.size(), lines, "class OrderClient {")))),
                false);
    }

    @Test
    void namesAreTakenApartIntoWords() {
        assertThat(ChangeText.of(changed("src/OrderClient.cob", "-retry_after(2.5);", "+HTTPServer.submitAgain();")))
                .isEqualTo("""
                        change type order client
                        change file src order client cob
                        remove retry after 2.5
                        add http server submit again
                        """);
    }

    @Test
    void aSecretIsAPlaceholderBeforeItIsTakenApart() {
        var key = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
        assertThat(ChangeText.of(changed("a.py", "+token = '" + key + "'", "-# was " + key)))
                .doesNotContainIgnoringCase("q7vk2mx9")
                .doesNotContainIgnoringCase("hs5jfg1421")
                .contains("github");
    }

    @Test
    void whatNobodyWroteIsNamedOnly() {
        assertThat(ChangeText.of(changed("package-lock.json", "+      \"left-pad\": \"1.3.0\"")))
                .isEqualTo("change file package lock json\n");
    }

    @Test
    void aLargeChangeIsCutShort() {
        var lines = Collections.nCopies(10_000, "+    callSomething(andMore);");
        assertThat(ChangeText.of(changed("a.sql", lines))).hasSizeBetween(3_900, 4_000);
    }

    @Test
    void zerosBehindAVectorKeepTheCosine() {
        var one = TextEmbedding.padded(new float[] {3, 4});
        var other = TextEmbedding.padded(new float[] {4, 3});
        assertThat(one).hasSize(1536);
        assertThat(Arrays.copyOf(one, 3)).containsExactly(0.6f, 0.8f, 0);
        assertThat(Vectors.cosine(one, other)).isCloseTo(0.96, within(1e-6));
        assertThatIllegalArgumentException().isThrownBy(() -> TextEmbedding.padded(new float[1537]));
    }
}
