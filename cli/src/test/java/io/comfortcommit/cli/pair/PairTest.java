package io.comfortcommit.cli.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import io.comfortcommit.cli.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a desk comes to know its server. */
class PairTest {
    @TempDir
    Path folder;

    private Desktop desktop;
    private Path file;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        desktop.environment().remove("COMFORT_URL");
        desktop.environment().remove("COMFORT_TOKEN");
        file = folder.resolve("home/config/comfort-commit/paired.json");
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private String link() {
        return desktop.server().url() + "/#k=" + TestServer.CODE;
    }

    @Test
    void aLinkIsExchangedForATokenThatOnlyThisUserCanRead() throws IOException {
        Ran ran = desktop.comfort("pair", link(), "--json");
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.out()).doesNotContain(TestServer.TOKEN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        desktop.work().write("a.txt", "edited\n");
        assertThat(desktop.capture().json().path("status").asString()).isEqualTo("CAPTURED");
        assertThat(desktop.comfort("pair", "--json").json().path("url").asString())
                .startsWith(desktop.server().url());
    }

    @Test
    void anAddressAndACodeWillDoToo() {
        assertThat(desktop.comfort("pair", desktop.server().url(), TestServer.CODE)
                        .exit())
                .isZero();
        assertThat(file).exists();
    }

    @Test
    void aTokenComesFromTheEnvironment() {
        desktop.environment().put("COMFORT_TOKEN", TestServer.TOKEN);
        assertThat(desktop.comfort("pair", desktop.server().url()).exit()).isZero();
        desktop.environment().remove("COMFORT_TOKEN");
        assertThat(desktop.comfort("drafts").exit()).isZero();
    }

    @Test
    void aWrongTokenIsNotKept() {
        desktop.environment().put("COMFORT_TOKEN", "wrong");
        Ran ran = desktop.comfort("pair", desktop.server().url(), "--json");
        assertThat(ran.errorCode()).isEqualTo("UNAUTHENTICATED");
        assertThat(file).doesNotExist();
    }

    @Test
    void aCodeThatWasUsedIsRefusedWithWhatToDo() {
        Ran ran = desktop.comfort("pair", desktop.server().url(), "2", "--json");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.errorCode()).isEqualTo("PAIRING_CODE_INVALID");
        assertThat(ran.json().path("error").path("advice").asString()).contains("--invite");
    }

    @Test
    void withNeitherCodeNorTokenTheCommandSaysWhereToGetOne() {
        Ran ran = desktop.comfort("pair", desktop.server().url(), "--json");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.errorCode()).isEqualTo("NO_PAIRING_CODE");
    }

    @Test
    void theInvitationOfOneDeskPairsAnother() {
        desktop.comfort("pair", link());
        Ran invitation = desktop.comfort("pair", "--invite", "--json");
        desktop.comfort("pair", "--forget");
        assertThat(desktop.comfort("drafts", "--json").errorCode()).isEqualTo("NO_SERVER");
        String url = invitation.json().path("url").asString();
        assertThat(desktop.comfort("pair", url).exit()).isZero();
        assertThat(desktop.comfort("pair", "--forget", "--json")
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("FORGOTTEN");
        assertThat(desktop.comfort("pair", "--forget", "--json")
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("NOT_PAIRED");
    }
}
