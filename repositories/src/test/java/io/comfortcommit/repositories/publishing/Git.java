package io.comfortcommit.repositories.publishing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real git, in one folder, with nobody's configuration. */
final class Git {
    final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    Git(Path folder) {
        this.folder = folder;
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_AUTHOR_NAME", "Colleague");
        environment.put("GIT_AUTHOR_EMAIL", "colleague@example.org");
        environment.put("GIT_COMMITTER_NAME", "Colleague");
        environment.put("GIT_COMMITTER_EMAIL", "colleague@example.org");
    }

    Git with(String name, String value) {
        Git other = new Git(folder);
        other.environment.putAll(environment);
        other.environment.put(name, value);
        return other;
    }

    /** Standard output, stripped. */
    String run(String... arguments) {
        return new String(bytes(arguments), StandardCharsets.UTF_8).strip();
    }

    byte[] bytes(String... arguments) {
        try {
            Path errors = Files.createTempFile("git", ".err");
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                            .toList())
                    .directory(folder.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("git " + List.of(arguments) + ": " + Files.readString(errors));
            }
            Files.delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
