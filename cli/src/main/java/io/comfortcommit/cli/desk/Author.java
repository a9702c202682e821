package io.comfortcommit.cli.desk;

import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose name the commit will bear. */
public record Author(String name, String email) {
    private static final Pattern IDENTITY = Pattern.compile("(.*) <(.*)> \\d+ [+-]\\d+");

    /**
     * As git is configured; never guessed from the machine's name.
     *
     * @throws Failure {@link Problem#NO_IDENTITY}
     */
    public static Author of(Git git) {
        GitOutput identity = git.set("user.useConfigOnly=true").run("var", "GIT_AUTHOR_IDENT");
        Matcher parts = IDENTITY.matcher(identity.text());
        if (!identity.ok() || !parts.matches() || parts.group(1).isBlank()) {
            throw Failure.of(Problem.NO_IDENTITY);
        }
        return new Author(parts.group(1), parts.group(2));
    }
}
