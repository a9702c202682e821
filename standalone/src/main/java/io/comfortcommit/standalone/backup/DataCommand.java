package io.comfortcommit.standalone.backup;

import ch.qos.logback.classic.Level;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.standalone.logging.Logs;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import io.comfortcommit.standalone.up.UpOptions;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands {@code backup} and {@code restore}. Whoever can read the data folder may use them: no server is asked.
 * Exit codes: 0, 1 when something failed that should not, 2 when the user must do something first.
 */
public final class DataCommand {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> FLAGS = Set.of("--json", "--quiet", "--help");

    private final String command;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private Locale locale;
    private boolean json;
    private boolean quiet;

    /** @param command {@code backup} or {@code restore} */
    public DataCommand(String command, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.command = command;
        this.environment = environment;
        this.out = out;
        this.err = err;
        String said = environment.getOrDefault("COMFORT_LANG", "");
        this.locale = said.isEmpty() ? Locale.getDefault() : language(said);
    }

    private static Locale language(String tag) {
        return tag.toLowerCase(Locale.ROOT).startsWith("ko") ? Locale.KOREAN : Locale.ENGLISH;
    }

    public static boolean is(String word) {
        return word.equals("backup") || word.equals("restore");
    }

    private record Options(
            @Nullable Path file,
            Path data,
            @Nullable Path secrets,
            @Nullable Path erased,
            boolean help) {}

    /** @return the exit code */
    public int run(List<String> arguments) {
        Logs.toStderr(Level.ERROR);
        try {
            Options options = parse(arguments);
            Path file = options.file();
            if (options.help()) {
                out.println(text(command + ".help"));
            } else if (file == null) {
                throw new CannotStartException(Refusal.OPTION_INVALID, "FILE", "", command);
            } else if (command.equals("backup")) {
                backup(options, file);
            } else {
                restore(options, file);
            }
            return 0;
        } catch (CannotStartException e) {
            return failed(2, e.refusal().name(), e.describe(locale), e);
        } catch (RuntimeException e) {
            return failed(1, "UNEXPECTED", text("failed", e.getClass().getSimpleName()), e);
        }
    }

    private int failed(int exit, String code, String message, RuntimeException failure) {
        if (json) {
            out.println(JSON.writeValueAsString(Map.of("error", ordered("code", code, "message", message))));
        } else {
            err.println(message);
        }
        if (!environment.getOrDefault("COMFORT_DEBUG", "").isEmpty()) {
            failure.printStackTrace(err);
        }
        return exit;
    }

    private void backup(Options options, Path file) {
        Backup.Written written = Backup.write(options.data(), file, this::say);
        if (json) {
            answer(
                    "file", written.file().toString(),
                    "bytes", written.bytes(),
                    "leaves", written.leaves(),
                    "checkpoint", written.checkpoint());
        } else {
            say("backup.done", written.file(), written.bytes(), written.leaves());
            say("backup.secrets", options.data().resolve("secrets"));
        }
    }

    private void restore(Options options, Path file) {
        Path list = options.erased();
        Set<UserId> erased = list == null ? Set.of() : ErasedList.read(list);
        Restore.Restored restored = Restore.from(file, options.data(), options.secrets(), erased, this::say);
        if (json) {
            answer(
                    "data", restored.folder().toString(),
                    "leaves", restored.leaves(),
                    "checkpoint", restored.checkpoint(),
                    "erased", erased.size());
        } else {
            say("restore.done", restored.folder(), restored.leaves());
            if (!erased.isEmpty()) {
                say("restore.erased", erased.size());
            }
        }
    }

    private void answer(@Nullable Object... members) {
        out.println(JSON.writeValueAsString(ordered(members)));
    }

    private static Map<String, @Nullable Object> ordered(@Nullable Object... members) {
        Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            ordered.put(String.valueOf(members[i]), members[i + 1]);
        }
        return ordered;
    }

    private Options parse(List<String> arguments) {
        // What is wrong with an option is said in this form, too.
        json = arguments.contains("--json");
        Path file = null;
        Path data = UpOptions.defaultData(environment);
        Path secrets = null;
        Path erased = null;
        boolean help = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (equals >= 0 && FLAGS.contains(option)) {
                throw new CannotStartException(Refusal.OPTION_INVALID, option, argument.substring(equals + 1), command);
            }
            switch (option) {
                case "--data" -> data = path(option, value(argument, equals, rest));
                case "--lang" -> locale = language(value(argument, equals, rest));
                case "--json" -> {}
                case "--quiet", "-q" -> quiet = true;
                case "--help", "-h" -> help = true;
                default -> {
                    if (option.equals("--secrets") && command.equals("restore")) {
                        secrets = path(option, value(argument, equals, rest));
                    } else if (option.equals("--erased") && command.equals("restore")) {
                        erased = path(option, value(argument, equals, rest));
                    } else if (file == null && !argument.startsWith("-")) {
                        file = path("FILE", argument);
                    } else {
                        throw new CannotStartException(Refusal.OPTION_UNKNOWN, argument, command);
                    }
                }
            }
        }
        return new Options(file, data.toAbsolutePath().normalize(), secrets, erased, help);
    }

    private static String value(String argument, int equals, Iterator<String> rest) {
        if (equals >= 0) {
            return argument.substring(equals + 1);
        }
        return rest.hasNext() ? rest.next() : "";
    }

    private Path path(String option, String value) {
        try {
            if (!value.isBlank()) {
                return Path.of(value);
            }
        } catch (InvalidPathException e) {
            throw new CannotStartException(e, Refusal.OPTION_INVALID, option, value, command);
        }
        throw new CannotStartException(Refusal.OPTION_INVALID, option, value, command);
    }

    private void say(Stage stage) {
        say(command + "." + stage.name().toLowerCase(Locale.ROOT));
    }

    private void say(String key, Object... arguments) {
        if (!quiet && !json) {
            err.println(text(key, arguments));
        }
    }

    private String text(String key, Object... arguments) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "io.comfortcommit.standalone.backup.backups",
                locale,
                DataCommand.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            plain[i] = arguments[i] instanceof Number ? arguments[i] : String.valueOf(arguments[i]);
        }
        return new MessageFormat(texts.getString(key), locale).format(plain);
    }
}
