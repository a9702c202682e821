package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose name the commit will bear. */
public record Author(String name, String email) {
    private static final Author STAND_IN = new Author("Comfort Commit", "try@comfortcommit.invalid");
    private static final Pattern IDENTITY = Pattern.compile("(.*) <(.*)> \\d+ [+-]\\d+");

    /**
     * As git is configured; never guessed from the machine's name.
     *
     * @throws Failure {@link Problem#NO_IDENTITY}
     */
    public static Author of(Git git) {
        return configured(git).orElseThrow(() -> Failure.of(Problem.NO_IDENTITY));
    }

    /** For what nobody will keep: where git knows no name, that of the newest commit, or a stand-in. */
    public static Author ofAnybody(Git git) {
        return configured(git).or(() -> newest(git)).orElse(STAND_IN);
    }

    private static Optional<Author> newest(Git git) {
        List<String> lines =
                git.run("log", "-1", "--format=%an%n%ae").text().lines().toList();
        return lines.size() == 2 && lines.stream().noneMatch(String::isBlank)
                ? Optional.of(new Author(lines.get(0), lines.get(1)))
                : Optional.empty();
    }

    private static Optional<Author> configured(Git git) {
        GitOutput identity = git.set("user.useConfigOnly=true").run("var", "GIT_AUTHOR_IDENT");
        Matcher parts = IDENTITY.matcher(identity.text());
        if (!identity.ok() || !parts.matches() || parts.group(1).isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new Author(parts.group(1), parts.group(2)));
    }
}
