package io.comfortcommit.cli.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftingCommandTest {
    private static final String HERE = "11111111-0000-4000-8000-000000000001";
    private static final String ELSEWHERE = "11111111-0000-4000-8000-000000000002";

    @TempDir
    Path folder;

    private Desktop desktop;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        desktop.server().tracks(ELSEWHERE, "https://git.example.org/shop");
        desktop.server().tracks(HERE, desktop.remote().root().toString());
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private Ran drafting(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("drafting", "--repo", desktop.work().root().toString()));
        arguments.addAll(List.of(more));
        return desktop.comfort(arguments.toArray(String[]::new));
    }

    @Test
    void whatIsNamedIsChosenForTheWorkTreesRepositoryAndTheRestStays() {
        Ran nothing = drafting("--json");
        assertThat(nothing.exit()).as(nothing.toString()).isZero();
        assertThat(nothing.json().path("language").asString()).isEqualTo("INSTALLATION");
        assertThat(nothing.json().path("gitmoji").asBoolean()).isFalse();

        assertThat(drafting("--language", "ko", "--json")
                        .json()
                        .path("language")
                        .asString())
                .isEqualTo("KO");
        Ran both = drafting("--gitmoji", "on", "--json");
        assertThat(both.json().path("repositoryId").asString()).isEqualTo(HERE);
        assertThat(both.json().path("language").asString()).isEqualTo("KO");
        assertThat(both.json().path("gitmoji").asBoolean()).isTrue();

        assertThat(drafting("--language", "server", "--gitmoji", "off").out())
                .contains("the language that the server is set to", "without emojis");
    }

    @Test
    void anotherRepositoryIsNamedByItsId() {
        assertThat(drafting("--repository", ELSEWHERE, "--language", "en").out())
                .contains(ELSEWHERE, "in English");
        assertThat(drafting().out()).contains(HERE, "the language that the server is set to");
    }

    @Test
    void itSpeaksKoreanAndRefusesWhatIsNoLanguage() {
        Ran korean = desktop.comfort(
                "--lang",
                "ko",
                "drafting",
                "--gitmoji",
                "on",
                "--repo",
                desktop.work().root().toString());
        assertThat(korean.out()).contains("서버에 설정된 언어로 씁니다", "이모지로 시작합니다");
        assertThat(drafting("--language", "fr").exit()).isEqualTo(2);
    }
}
