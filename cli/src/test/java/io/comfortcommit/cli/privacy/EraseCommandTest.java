package io.comfortcommit.cli.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseCommandTest {
    private static final String PERSON = "11111111-0000-4000-8000-000000000002";

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
    void whoConfirmsErasesAndTheListIsToBeKept() {
        Ran ran = desktop.comfort("erase", PERSON, "--yes", "--json");
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.json().path("person").asString()).isEqualTo(PERSON);
        assertThat(desktop.comfort("erase", PERSON, "--yes").err()).contains("comfort erase --list");
        assertThat(desktop.comfort("erase", "--list").out()).isEqualTo(PERSON + "  2026-11-01T09:00:00Z\n");
    }

    @Test
    void nothingIsErasedUnconfirmedAndSomebodyIsToBeNamed() {
        assertThat(desktop.comfort("erase", PERSON, "--json").errorCode()).isEqualTo("ERASE_UNCONFIRMED");
        assertThat(desktop.comfort("--lang", "ko", "erase", PERSON).err()).contains("되돌릴 수 없는");
        assertThat(desktop.comfort("erase", "--json").errorCode()).isEqualTo("ERASE_WHOM");
        assertThat(desktop.comfort("erase", PERSON, "--list").exit()).isEqualTo(2);
    }
}
