package io.comfortcommit.standalone.up;

import io.comfortcommit.standalone.data.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the other commands of the same user find the running server: {@code comfort-commit/pairing.json} (0600) in the
 * user's configuration folder, there while the server runs.
 */
public final class PairingFile {
    private final Path file;

    private PairingFile(Path file) {
        this.file = file;
    }

    /** @param environment for {@code XDG_CONFIG_HOME} and {@code HOME} */
    public static PairingFile in(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = xdg.isEmpty() ? UpOptions.home(environment).resolve(".config") : Path.of(xdg);
        return new PairingFile(base.resolve("comfort-commit").resolve("pairing.json"));
    }

    public void write(URI url, String token, long pid) {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                PrivateFiles.folder(folder);
            }
            PrivateFiles.write(file, "{\"url\":\"" + url + "\",\"token\":\"" + token + "\",\"pid\":" + pid + "}\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the pairing file can't be written", e);
        }
    }

    /** Removes the file unless another server has written it since. */
    public void removeIfOf(long pid) {
        try {
            if (Files.exists(file) && Files.readString(file).contains("\"pid\":" + pid + "}")) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the pairing file can't be removed", e);
        }
    }
}
