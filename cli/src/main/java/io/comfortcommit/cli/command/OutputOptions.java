package io.comfortcommit.cli.command;

import io.comfortcommit.cli.terminal.Language;
import io.comfortcommit.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command. */
public final class OutputOptions {
    @Option(names = "--json", descriptionKey = "option.json")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            descriptionKey = "option.quiet")
    boolean quiet;

    /** Read before parsing, so that the help is in that language too. */
    @Option(names = "--lang", paramLabel = "ko|en", descriptionKey = "option.lang")
    @Nullable
    String language;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            descriptionKey = "option.help")
    boolean help;

    Terminal on(Terminal terminal) {
        Language spoken = language == null ? terminal.language() : Language.of(language);
        return terminal.with(spoken, json, quiet);
    }
}
