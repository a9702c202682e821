package io.comfortcommit.standalone.up;

import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code up} was asked for.
 *
 * @param port to listen on, 0 = any free one
 * @param data the folder that holds everything
 * @param host address to listen on
 * @param json print one line of JSON instead of sentences
 * @param quiet print nothing but errors (and, with {@code json}, the line)
 * @param help only explain the command
 */
public record UpOptions(int port, Path data, String host, boolean json, boolean quiet, boolean help) {
    public static final int DEFAULT_PORT = 7878;

    private static final String COMMAND = "up";
    private static final String LOOPBACK = "127.0.0.1";

    public UpOptions {
        data = data.toAbsolutePath().normalize();
    }

    /** On the usual port of loopback. */
    public static UpOptions of(Path data, int port) {
        return new UpOptions(port, data, LOOPBACK, false, true, false);
    }

    /**
     * @param arguments after the word {@code up}
     * @param environment for {@code XDG_DATA_HOME} and {@code HOME}
     * @throws CannotStartException for an option that is unknown or makes no sense
     */
    public static UpOptions parse(List<String> arguments, Map<String, String> environment) {
        int port = DEFAULT_PORT;
        Path data = defaultData(environment);
        String host = LOOPBACK;
        Set<String> flags = new HashSet<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            switch (option) {
                case "--port" -> port = port(option, value(option, argument, equals, rest));
                case "--data" -> data = path(option, value(option, argument, equals, rest));
                case "--host" -> host = value(option, argument, equals, rest);
                case "--allow-remote", "--json", "--quiet", "-q", "--help", "-h" -> {
                    if (equals >= 0) {
                        throw new CannotStartException(
                                Refusal.OPTION_INVALID, option, argument.substring(equals + 1), COMMAND);
                    }
                    flags.add(option);
                }
                default -> throw new CannotStartException(Refusal.OPTION_UNKNOWN, argument, COMMAND);
            }
        }
        if (!flags.contains("--allow-remote") && !isLoopback(host)) {
            throw new CannotStartException(Refusal.HOST_NOT_LOOPBACK, host);
        }
        return new UpOptions(
                port,
                data,
                host,
                flags.contains("--json"),
                flags.contains("--quiet") || flags.contains("-q"),
                flags.contains("--help") || flags.contains("-h"));
    }

    /** Where it is if nobody says. */
    public static Path defaultData(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isEmpty() ? home(environment).resolve(".local").resolve("share") : Path.of(xdg);
        return base.resolve("comfort-commit");
    }

    static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
    }

    private static String value(String option, String argument, int equals, Iterator<String> rest) {
        String value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
        if (value.isBlank()) {
            throw new CannotStartException(Refusal.OPTION_INVALID, option, value, COMMAND);
        }
        return value;
    }

    private static int port(String option, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new CannotStartException(e, Refusal.OPTION_INVALID, option, value, COMMAND);
        }
        throw new CannotStartException(Refusal.OPTION_INVALID, option, value, COMMAND);
    }

    private static Path path(String option, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new CannotStartException(e, Refusal.OPTION_INVALID, option, value, COMMAND);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CannotStartException(e, Refusal.OPTION_INVALID, "--host", host, COMMAND);
        }
    }
}
