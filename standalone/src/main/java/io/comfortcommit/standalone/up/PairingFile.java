package io.comfortcommit.standalone.up;

import io.comfortcommit.standalone.data.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the other commands of the same user find the server, in {@code comfort-commit} of the user's configuration folder:
 * {@code pairing.json} (0600) while it runs, {@code stopped.json} after a clean stop. The latter has the address alone, and
 * tells clients that what they capture will have somewhere to go.
 */
public final class PairingFile {
    private final Path file;
    private final Path stopped;

    private PairingFile(Path folder) {
        this.file = folder.resolve("pairing.json");
        this.stopped = folder.resolve("stopped.json");
    }

    /** @param environment for {@code XDG_CONFIG_HOME} and {@code HOME} */
    public static PairingFile in(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = xdg.isEmpty() ? UpOptions.home(environment).resolve(".config") : Path.of(xdg);
        return new PairingFile(base.resolve("comfort-commit"));
    }

    public void write(URI url, String token, long pid) {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                PrivateFiles.folder(folder);
            }
            PrivateFiles.write(file, "{\"url\":\"" + url + "\",\"token\":\"" + token + "\",\"pid\":" + pid + "}\n");
            Files.deleteIfExists(stopped);
        } catch (IOException e) {
            throw new UncheckedIOException("the pairing file can't be written", e);
        }
    }

    /** The server stops; the file stays as it is where another server has written it since. */
    public void stop(URI url, long pid) {
        try {
            if (Files.exists(file) && Files.readString(file).contains("\"pid\":" + pid + "}")) {
                try {
                    // In this order, so that at every moment there is one of them to find.
                    PrivateFiles.write(stopped, "{\"url\":\"" + url + "\"}\n");
                } finally {
                    // On a full disk too: it holds a token, and nobody answers there any more.
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the pairing file can't be removed", e);
        }
    }
}
