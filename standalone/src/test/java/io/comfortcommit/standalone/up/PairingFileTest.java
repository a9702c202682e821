package io.comfortcommit.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PairingFileTest {
    private static final URI URL = URI.create("http://127.0.0.1:7878");

    @TempDir
    Path configuration;

    @Test
    void onlyTheUserMayReadItAndOnlyItsWriterTakesItAway() throws IOException {
        PairingFile pairing = PairingFile.in(Map.of("XDG_CONFIG_HOME", configuration.toString()));
        Path file = configuration.resolve("comfort-commit/pairing.json");

        pairing.write(URL, "word", 12);
        JsonNode json = new JsonMapper().readTree(Files.readString(file));
        assertThat(json.path("url").asString()).isEqualTo("http://127.0.0.1:7878");
        assertThat(json.path("token").asString()).isEqualTo("word");
        assertThat(json.path("pid").asInt()).isEqualTo(12);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        pairing.stop(URL, 1);
        assertThat(file).exists();
        pairing.stop(URL, 12);
        assertThat(file).doesNotExist();
        pairing.stop(URL, 12);
    }

    @Test
    void aCleanStopLeavesTheAddressWithoutTheTokenUntilTheNextStart() throws IOException {
        PairingFile pairing = PairingFile.in(Map.of("XDG_CONFIG_HOME", configuration.toString()));
        Path stopped = configuration.resolve("comfort-commit/stopped.json");
        pairing.write(URL, "word", 12);
        assertThat(stopped).doesNotExist();

        pairing.stop(URL, 12);
        assertThat(Files.readString(stopped)).isEqualTo("{\"url\":\"http://127.0.0.1:7878\"}\n");
        pairing.write(URL, "word", 13);
        assertThat(stopped).doesNotExist();
    }

    @Test
    void theTokenIsTakenAwayAlsoWhereTheAddressCannotBeLeft() throws IOException {
        PairingFile pairing = PairingFile.in(Map.of("XDG_CONFIG_HOME", configuration.toString()));
        pairing.write(URL, "word", 12);
        Files.createDirectories(configuration.resolve("comfort-commit/stopped.json/in-the-way"));

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> pairing.stop(URL, 12));
        assertThat(configuration.resolve("comfort-commit/pairing.json")).doesNotExist();
    }
}
