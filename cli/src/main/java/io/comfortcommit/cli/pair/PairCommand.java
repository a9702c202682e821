package io.comfortcommit.cli.pair;

import io.comfortcommit.cli.client.Paired;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.ServerLocation;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code pair}. */
@Command(name = "pair")
public final class PairCommand implements Callable<Integer> {
    private static final String CODE = "k=";

    private final Session session;

    @Parameters(paramLabel = "LINK", arity = "0..1", descriptionKey = "pair.link")
    @Nullable
    String link;

    @Parameters(index = "1", paramLabel = "CODE", arity = "0..1", descriptionKey = "pair.code")
    @Nullable
    String code;

    @Option(names = "--invite", descriptionKey = "pair.invite")
    boolean invites;

    @Option(names = "--forget", descriptionKey = "pair.forget")
    boolean forgets;

    @Mixin
    OutputOptions output = new OutputOptions();

    public PairCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::pair);
    }

    private int pair(Terminal terminal) {
        Paired paired = Paired.in(session.environment());
        if (forgets) {
            boolean was = paired.forget();
            terminal.say(was ? "pair.forgotten" : "pair.none");
            terminal.object(Json.object().put("status", was ? "FORGOTTEN" : "NOT_PAIRED"));
            return ExitCode.OK;
        }
        return invites ? invite(terminal) : link == null ? tell(terminal) : pair(terminal, paired, link);
    }

    /** With which server, if with any. */
    private int tell(Terminal terminal) {
        URI url = ServerLocation.find(session.environment()).url();
        terminal.say("pair.with", url);
        terminal.object(Json.object().put("status", "PAIRED").put("url", url.toString()));
        return ExitCode.OK;
    }

    private int invite(Terminal terminal) {
        try (Server server = session.server(terminal)) {
            Server.Invitation invitation = server.invite();
            terminal.say("pair.invitation", invitation.url(), invitation.expiresAt());
            terminal.object(Json.object()
                    .put("url", invitation.url())
                    .put("code", invitation.code())
                    .put("expiresAt", invitation.expiresAt()));
        }
        return ExitCode.OK;
    }

    private int pair(Terminal terminal, Paired paired, String address) {
        int fragment = address.indexOf('#');
        String place = fragment < 0 ? address : address.substring(0, fragment);
        URI url = ServerLocation.parse(place).resolve("/");
        String given = code != null ? code : fragment < 0 ? "" : codeIn(address.substring(fragment + 1));
        String token = given.isEmpty() ? ownToken() : redeemed(terminal, url, given);
        try (Server server =
                new Server(new ServerLocation(url, token), terminal.language().tag())) {
            // Whoever it lets in may see the newest draft.
            server.drafts(List.of(), 1, null);
        }
        paired.keep(url, token);
        terminal.say("pair.done", url);
        terminal.object(Json.object().put("status", "PAIRED").put("url", url.toString()));
        return ExitCode.OK;
    }

    private static String codeIn(String fragment) {
        return fragment.startsWith(CODE) ? fragment.substring(CODE.length()) : "";
    }

    private static String redeemed(Terminal terminal, URI url, String code) {
        try (Server server =
                new Server(new ServerLocation(url, ""), terminal.language().tag())) {
            return server.redeem(code);
        }
    }

    /** Not an argument, which other users of the machine could read. */
    private String ownToken() {
        String token = session.environment().getOrDefault("COMFORT_TOKEN", "");
        if (token.isEmpty()) {
            throw Failure.of(Problem.NO_PAIRING_CODE);
        }
        return token;
    }
}
