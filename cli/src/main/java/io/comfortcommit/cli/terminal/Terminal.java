package io.comfortcommit.cli.terminal;

import io.comfortcommit.cli.failure.Failure;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a command writes. In JSON mode stdout has one object per line and nothing else; sentences for people then go
 * nowhere, progress and failures to stderr.
 */
public final class Terminal {
    /** Detail of a failure that people are shown, too: what the server said last. */
    public static final String SERVERS_WORDS = "server";

    private final PrintStream out;
    private final PrintStream err;
    private final Language language;
    private final boolean interactive;
    private final boolean colours;
    private final boolean json;
    private final boolean quiet;

    private Terminal(
            PrintStream out,
            PrintStream err,
            Language language,
            boolean interactive,
            boolean colours,
            boolean json,
            boolean quiet) {
        this.out = out;
        this.err = err;
        this.language = language;
        this.interactive = interactive;
        this.colours = colours;
        this.json = json;
        this.quiet = quiet;
    }

    /** @param environment for {@code NO_COLOR} and {@code TERM} */
    public static Terminal of(PrintStream out, PrintStream err, Language language, Map<String, String> environment) {
        boolean interactive = isTerminal();
        boolean colours = interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new Terminal(out, err, language, interactive, colours, false, false);
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public Terminal with(Language other, boolean asJson, boolean hushed) {
        return new Terminal(out, err, other, interactive, colours, asJson, hushed);
    }

    public Terminal asJson() {
        return with(language, true, quiet);
    }

    public boolean colours() {
        return colours;
    }

    public Language language() {
        return language;
    }

    public boolean json() {
        return json;
    }

    /** Whether a person sits before it. */
    public boolean interactive() {
        return interactive && !json;
    }

    public String text(String key, Object... arguments) {
        return language.text(key, arguments);
    }

    /** A sentence on stdout; nothing in JSON mode. */
    public void say(String key, Object... arguments) {
        print(text(key, arguments));
    }

    /** A line on stdout; nothing in JSON mode. */
    public void print(String line) {
        if (!json) {
            out.println(line);
        }
    }

    /** A sentence on stderr that is not needed; nothing in JSON mode and when hushed. */
    public void note(String key, Object... arguments) {
        if (!json && !quiet) {
            err.println(faint(text(key, arguments)));
        }
    }

    /** An object on stdout, in JSON mode only. */
    public void object(JsonNode object) {
        if (json) {
            out.println(Json.text(object));
            out.flush();
        }
    }

    /**
     * Says on stderr what goes on, once it goes on for longer than a second.
     *
     * @return to be closed when it is over
     */
    public Progress progress(String key, Object... arguments) {
        return quiet ? Progress.none() : Progress.of(err, text(key, arguments), interactive && !json);
    }

    /** A failure: on stderr for people, as {@code {"error":{…}}} on stdout in JSON mode. */
    public void fail(Failure failure) {
        if (json) {
            ObjectNode line = Json.object();
            line.set("error", described(failure));
            object(line);
            return;
        }
        String advice = advice(failure);
        err.println(red(sentence(failure)));
        if (!advice.isEmpty()) {
            err.println(advice.indent(2).stripTrailing());
        }
        Object words = failure.details().get(SERVERS_WORDS);
        if (words != null) {
            err.println(faint(text("error.server")));
            err.println(faint(words.toString().indent(2).stripTrailing()));
        }
    }

    /** A failure as {@code --json} has it. */
    public ObjectNode described(Failure failure) {
        ObjectNode error = Json.object()
                .put("code", failure.code())
                .put("message", sentence(failure))
                .put("advice", advice(failure));
        failure.details().forEach((name, value) -> error.set(name, Json.of(value)));
        return error;
    }

    /** What is wrong, for people. */
    public String sentence(Failure failure) {
        String said = failure.said();
        return said == null ? text("error." + failure.code(), failure.arguments()) : said;
    }

    private String advice(Failure failure) {
        String key = "advice." + failure.code();
        return language.has(key) ? text(key, failure.arguments()) : "";
    }

    /** Lines that must be light on dark, whatever the terminal's own colours are. */
    public String lightOnDark(String lines) {
        StringBuilder coloured = new StringBuilder();
        lines.lines().forEach(line -> coloured.append(coloured("97;40", line)).append('\n'));
        return coloured.toString();
    }

    public String bold(String text) {
        return coloured("1", text);
    }

    public String faint(String text) {
        return coloured("2", text);
    }

    public String green(String text) {
        return coloured("32", text);
    }

    private String red(String text) {
        return coloured("31", text);
    }

    private String coloured(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
