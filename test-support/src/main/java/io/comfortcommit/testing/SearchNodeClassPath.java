package io.comfortcommit.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The class path of the search node, as the build of its module left it. */
public final class SearchNodeClassPath {
    private SearchNodeClassPath() {}

    /** For a test whose folder is a module's. */
    public static String built() {
        return builtIn(Path.of(".."));
    }

    /** @param checkout its root */
    public static String builtIn(Path checkout) {
        Path target = checkout.resolve("search-node")
                .resolve("target")
                .toAbsolutePath()
                .normalize();
        Path libraries = target.resolve("libraries.classpath");
        if (!Files.exists(libraries)) {
            throw new IllegalStateException(
                    libraries + " is not there: build search-node first, ./mvnw -pl search-node package");
        }
        List<String> entries = new ArrayList<>(List.of(target.resolve("classes").toString()));
        try (DirectoryStream<Path> plugin = Files.newDirectoryStream(target.resolve("plugin"), "*.jar")) {
            entries.add(Files.readString(libraries).strip());
            plugin.forEach(jar -> entries.add(jar.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join(File.pathSeparator, entries);
    }
}
