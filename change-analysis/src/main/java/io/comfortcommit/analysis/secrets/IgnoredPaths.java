package io.comfortcommit.analysis.secrets;

import io.comfortcommit.analysis.ChangeSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.ignore.IgnoreNode.MatchResult;

/** The paths of a {@code .comfortignore}, which is written as a {@code .gitignore} is (gitignore(5)). */
public final class IgnoredPaths {
    /** At the root of a repository. */
    public static final String FILE = ".comfortignore";

    private final IgnoreNode rules;

    private IgnoredPaths(IgnoreNode rules) {
        this.rules = rules;
    }

    public static IgnoredPaths none() {
        return new IgnoredPaths(new IgnoreNode());
    }

    /** @param text of the file at the root of the repository */
    public static IgnoredPaths of(String text) {
        IgnoreNode rules = new IgnoreNode();
        try {
            rules.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new IgnoredPaths(rules);
    }

    /** What of a change is left to look at. */
    public ChangeSet without(ChangeSet change) {
        return change.without(this::contains);
    }

    /** @param path of a file, from the root of the repository; it is ignored too where a folder above is */
    public boolean contains(String path) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (rules.isIgnored(path.substring(0, slash), true) == MatchResult.IGNORED) {
                return true;
            }
        }
        return rules.isIgnored(path, false) == MatchResult.IGNORED;
    }
}
