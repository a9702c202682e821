package io.comfortcommit.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpOptionsTest {
    private static final Map<String, String> HOME = Map.of("HOME", "/home/a");

    @Test
    void withoutOptionsItListensOnLoopbackAndKeepsItsDataInTheUsersFolder() {
        UpOptions options = UpOptions.parse(List.of(), HOME);
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(7878);
        assertThat(options.data()).isEqualTo(Path.of("/home/a/.local/share/comfort-commit"));
        assertThat(UpOptions.parse(List.of(), Map.of("XDG_DATA_HOME", "/data")).data())
                .isEqualTo(Path.of("/data/comfort-commit"));
    }

    @Test
    void valuesMayFollowAnEqualsSignOrASpace() {
        UpOptions options = UpOptions.parse(List.of("--port", "0", "--data=/a b", "--json"), HOME);
        assertThat(options.port()).isZero();
        assertThat(options.data()).isEqualTo(Path.of("/a b"));
        assertThat(options.json()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=x", "--port=-1", "--port=65536", "--port", "--data=", "--json=yes"})
    void aValueThatMakesNoSenseIsRefused(String argument) {
        assertThatThrownBy(() -> UpOptions.parse(List.of(argument), HOME))
                .isInstanceOfSatisfying(
                        CannotStartException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.OPTION_INVALID));
    }

    @Test
    void anUnknownOptionIsRefusedByName() {
        assertThatThrownBy(() -> UpOptions.parse(List.of("--prot", "1"), HOME))
                .isInstanceOfSatisfying(
                        CannotStartException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.OPTION_UNKNOWN))
                .hasMessageContaining("--prot");
    }

    @Test
    void otherMachinesAreLetInOnlyWhenSaidTwice() {
        assertThatThrownBy(() -> UpOptions.parse(List.of("--host", "0.0.0.0"), HOME))
                .isInstanceOfSatisfying(
                        CannotStartException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.HOST_NOT_LOOPBACK));
        assertThat(UpOptions.parse(List.of("--host", "0.0.0.0", "--allow-remote"), HOME)
                        .host())
                .isEqualTo("0.0.0.0");
        assertThat(UpOptions.parse(List.of("--host", "::1"), HOME).host()).isEqualTo("::1");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyRefusalIsSaidInBothLanguages(Refusal refusal) {
        CannotStartException e = new CannotStartException(refusal, "first", "second");
        assertThat(e.describe(Locale.ENGLISH)).isEqualTo(e.getMessage()).isNotBlank();
        assertThat(e.describe(Locale.KOREAN)).matches("(?s).*\\p{IsHangul}.*");
        assertThat(e.describe(Locale.GERMAN)).isEqualTo(e.getMessage());
    }

    @Test
    void whatIsPrintedExistsInBothLanguages() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.KOREAN)) {
            Announcement announcement = new Announcement(locale);
            assertThat(announcement.help())
                    .contains("\n  --port", "\n  --data", "\n  --json")
                    .contains("{\"url\"");
            assertThat(announcement.running("http://u", "http://u/#k=1")).contains("http://u/#k=1");
        }
        assertThat(new Announcement(Locale.KOREAN).starting()).matches("(?s).*\\p{IsHangul}.*");
    }
}
