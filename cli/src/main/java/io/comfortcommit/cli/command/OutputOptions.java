package io.comfortcommit.cli.command;

import io.comfortcommit.cli.terminal.Language;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
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

    /** Takes one of the plain options. @return whether it is one */
    public boolean plainly(String option) {
        switch (option) {
            case "--json" -> json = true;
            case "--quiet", "-q" -> quiet = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** @param tag {@code ko} or {@code en} */
    public void speak(String tag) {
        language = tag;
    }

    /** The same, for a program that is started to do it. */
    public List<String> handedOn() {
        List<String> options = new ArrayList<>();
        if (json) {
            options.add("--json");
        }
        if (quiet) {
            options.add("--quiet");
        }
        if (language != null) {
            options.addAll(List.of("--lang", language));
        }
        return options;
    }

    Terminal on(Terminal terminal) {
        Language spoken = language == null ? terminal.language() : Language.of(language);
        return terminal.with(spoken, json, quiet);
    }
}
