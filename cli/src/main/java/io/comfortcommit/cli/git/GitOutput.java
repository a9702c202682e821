package io.comfortcommit.cli.git;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a git process left. @param exit its exit code */
public record GitOutput(int exit, byte[] out, String err) {
    public boolean ok() {
        return exit == 0;
    }

    /** Stdout without the white space at its end. */
    public String text() {
        return new String(out, StandardCharsets.UTF_8).stripTrailing();
    }

    public List<String> lines() {
        return text().lines().toList();
    }

    /** Parts that end with NUL; each char is one byte. */
    public List<String> parts() {
        return GitPath.split(out);
    }

    public List<GitPath> paths() {
        return parts().stream().map(GitPath::new).toList();
    }
}
