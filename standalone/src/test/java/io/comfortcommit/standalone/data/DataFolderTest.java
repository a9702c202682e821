package io.comfortcommit.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temporary;

    @Test
    void aSecondProcessIsRefusedAndToldWhoHoldsTheFolder() throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        temporary.resolve("data").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> DataFolder.open(temporary.resolve("data")))
                    .isInstanceOfSatisfying(CannotStartException.class, e -> {
                        assertThat(e.refusal()).isEqualTo(Refusal.DATA_FOLDER_IN_USE);
                        assertThat(e).hasMessageContaining("process " + holder.pid() + ")");
                        assertThat(e.describe(Locale.KOREAN)).contains("프로세스 " + holder.pid());
                    });
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void theSameProcessIsRefusedTooAndStillHoldsIt() {
        Path folder = temporary.resolve("data");
        try (DataFolder held = DataFolder.open(folder)) {
            assertThat(held.path()).isDirectory();
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(CannotStartException.class);
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(CannotStartException.class);
        }
        DataFolder.open(folder).close();
    }

    @Test
    void aFolderThatOthersCouldReadIsClosedToThem() throws IOException {
        Path folder = Files.createDirectory(
                temporary.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (DataFolder held = DataFolder.open(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(held.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecretIsMadeOnceAndKept() {
        try (DataFolder first = DataFolder.open(temporary.resolve("data"))) {
            assertThat(first.secret("word", () -> "word-Rf2sN8")).isEqualTo("word-Rf2sN8");
        }
        try (DataFolder second = DataFolder.open(temporary.resolve("data"))) {
            assertThat(second.secret("word", () -> "word-Zc7kM4")).isEqualTo("word-Rf2sN8");
        }
    }

    @Test
    void aFileWhereTheFolderShouldBeIsAClearRefusal() throws IOException {
        Path file = Files.writeString(temporary.resolve("data"), "not a folder");
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOfSatisfying(
                        CannotStartException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.DATA_FOLDER_NOT_USABLE));
    }

    /** Main class of the process that holds the folder. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            DataFolder.open(Path.of(arguments[0]));
            System.out.println("held");
            Thread.currentThread().join();
        }
    }
}
