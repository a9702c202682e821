package io.comfortcommit.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.messages.draft.CaptureMode;
import io.comfortcommit.messages.draft.DraftStatus;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LanguageTest {
    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                LanguageTest.class.getResourceAsStream("/io/comfortcommit/cli/" + name + ".properties"),
                StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    @Test
    void everyTextExistsInBothLanguages() throws IOException {
        for (String name : new String[] {"texts", "help"}) {
            assertThat(properties(name + "_ko").keySet())
                    .isEqualTo(properties(name).keySet());
        }
    }

    @Test
    void bothLanguagesNameTheSamePlaces() throws IOException {
        Properties korean = properties("texts_ko");
        properties("texts").forEach((key, text) -> {
            int english = new MessageFormat(text.toString()).getFormatsByArgumentIndex().length;
            assertThat(new MessageFormat(korean.getProperty(key.toString())).getFormatsByArgumentIndex())
                    .as(key.toString())
                    .hasSize(english);
            assertThat(text.toString()).as(key.toString()).doesNotContain("'");
        });
    }

    @Test
    void everyProblemHasATextAndAnAdvice() {
        for (String tag : new String[] {"en", "ko"}) {
            Language language = Language.of(tag);
            for (Problem problem : Problem.values()) {
                assertThat(language.has("error." + problem)).as(problem.name()).isTrue();
                assertThat(language.has("advice." + problem)).as(problem.name()).isTrue();
            }
            for (DraftStatus status : DraftStatus.values()) {
                assertThat(language.has("status." + status)).isTrue();
            }
            for (CaptureMode mode : CaptureMode.values()) {
                assertThat(language.has("mode." + mode)).isTrue();
            }
        }
    }

    @Test
    void theLanguageIsTheVariableElseTheLocaleElseEnglish() {
        assertThat(Language.from(Map.of("COMFORT_LANG", "ko", "LANG", "en_US.UTF-8"))
                        .tag())
                .isEqualTo("ko");
        assertThat(Language.from(Map.of("LANG", "ko_KR.UTF-8")).tag()).isEqualTo("ko");
        assertThat(Language.from(Map.of("LC_ALL", "C", "LANG", "ko_KR.UTF-8")).tag())
                .isEqualTo("en");
        assertThat(Language.from(Map.of("COMFORT_LANG", "fr")).tag()).isEqualTo("en");
    }
}
