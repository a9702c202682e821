package io.comfortcommit.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessCommandsTest {
    private static final String PHONE = "11111111-0000-4000-8000-000000000001";

    @TempDir
    Path folder;

    private Desktop desktop;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    @Test
    void devicesAreListedAndLoggedOut() {
        Ran listed = desktop.comfort("devices", "--json");
        assertThat(listed.json().path("id").asString()).isEqualTo(PHONE);
        assertThat(listed.json().path("kind").asString()).isEqualTo("BROWSER");
        assertThat(desktop.comfort("devices").out()).contains(PHONE, "browser", "name of");
        assertThat(desktop.comfort("--lang", "ko", "devices").out()).contains("브라우저");

        Ran revoked = desktop.comfort("devices", "--revoke", PHONE, "--json");
        assertThat(revoked.json().path("status").asString()).isEqualTo("REVOKED");
        assertThat(desktop.comfort("devices").out()).contains("No browser");

        Ran again = desktop.comfort("devices", "--revoke", PHONE, "--json");
        assertThat(again.exit()).isNotZero();
        assertThat(again.errorCode()).isEqualTo("DEVICE_NOT_FOUND");
    }

    @Test
    void keysAreRotatedByOneCommand() {
        Ran ran = desktop.comfort("keys", "rotate", "--json");
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.json().path("signingKey").asString()).isEqualTo("s-new");
        assertThat(ran.json().path("dataKey").asString()).isEqualTo("d-new");
        assertThat(ran.json().path("secrets").asInt()).isEqualTo(3);
        assertThat(desktop.comfort("keys").exit()).isEqualTo(2);
    }
}
