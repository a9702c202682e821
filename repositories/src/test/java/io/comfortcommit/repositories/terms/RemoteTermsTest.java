package io.comfortcommit.repositories.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.repositories.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTermsTest {
    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/team/app.git, https://git.example.org/team/app",
        "https://git.example.org/team/other.git, https://git.example.org/team",
        "https://git.example.org/teamwork/app.git, https://git.example.org",
        "https://git.example.org.evil.example/team/app.git, -",
        "https://git.example.organic/team/app.git, -",
        "git@git.example.org:team/app.git, git@git.example.org:team",
        "git@git.example.org:else/app.git, git@git.example.org",
        "git@git.example.organic:team/app.git, -"
    })
    void theEntryThatSaysMostAboutARemoteHolds(String remote, String expected) {
        List<RemoteTerms> all = List.of(
                terms("https://git.example.org/"),
                terms("https://git.example.org/team"),
                terms("https://git.example.org/team/app"),
                terms("git@git.example.org"),
                terms("git@git.example.org:team"));

        assertThat(RemoteTerms.of(all, remote).url()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"No colon", "Name:no space", "Two words: x", "Name: x\nOther: y", ": x"})
    void whatIsNoTrailerIsRefused(String trailer) {
        assertThatThrownBy(() -> new RemoteTerms(
                        "https://x.example.org",
                        null,
                        null,
                        null,
                        false,
                        List.of(trailer),
                        RemoteTerms.Push.SERVER,
                        null))
                .hasMessageContaining("Name: value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "file:relative", "env:", "https://x/secret", ""})
    void aSecretInPlaceOfAReferenceIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> SecretReference.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a secret is given as file:/absolute/path or env:NAME, not as the secret itself");
    }

    @Test
    void aSecretIsReadEachTimeAndNeverShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        SecretReference reference = SecretReference.of("file:" + file);
        assertThat(reference.line()).isEqualTo("first");
        Files.writeString(file, "second\r\n");

        assertThat(reference.line()).isEqualTo("second");
        assertThat(reference).hasToString("file:" + file);
        assertThat(SecretReference.of("env:PATH").line()).isEqualTo(System.getenv("PATH"));
        assertThatThrownBy(
                        () -> SecretReference.of("env:COMFORT_NO_SUCH_VARIABLE").line())
                .hasMessageContaining("COMFORT_NO_SUCH_VARIABLE");
    }

    private static RemoteTerms terms(String url) {
        return new RemoteTerms(url, null, null, null, false, List.of(), RemoteTerms.Push.SERVER, null);
    }
}
