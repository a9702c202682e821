package io.comfortcommit.cli.proof;

import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.command.LazyServer;
import io.comfortcommit.cli.command.OutputOptions;
import io.comfortcommit.cli.command.Session;
import io.comfortcommit.cli.failure.ExitCode;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.proof.ChainExport.Verified;
import io.comfortcommit.cli.terminal.Json;
import io.comfortcommit.cli.terminal.Terminal;
import io.comfortcommit.messages.chain.Finding;
import io.comfortcommit.messages.chain.SignedCheckpoint;
import io.comfortcommit.messages.chain.TrustedKeys;
import io.comfortcommit.messages.chain.Verification.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The command {@code verify}. With an export and a key it needs no server. */
@Command(name = "verify")
public final class VerifyCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--checkpoint", paramLabel = "FILE", descriptionKey = "verify.checkpoint")
    @Nullable
    Path checkpoint;

    @Option(names = "--export", paramLabel = "FILE", descriptionKey = "verify.export")
    @Nullable
    Path export;

    @Option(names = "--key", paramLabel = "FILE", descriptionKey = "verify.key")
    @Nullable
    Path key;

    @Option(names = "--from", paramLabel = "LEAF", descriptionKey = "verify.from")
    @Nullable
    Long from;

    @Option(names = "--to", paramLabel = "LEAF", descriptionKey = "verify.to")
    @Nullable
    Long to;

    @Mixin
    OutputOptions output = new OutputOptions();

    public VerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.run(output, this::verify);
    }

    private int verify(Terminal terminal) {
        if (export != null && key == null) {
            throw Failure.of(Problem.EXPORT_WITHOUT_KEY);
        }
        List<SignedCheckpoint> outside = checkpoint == null ? List.of() : Kept.checkpoints(checkpoint);
        Verified verified;
        try (LazyServer server = new LazyServer(session, terminal)) {
            TrustedKeys keys = key == null
                    ? Kept.keys(server.get().auditKeys(), server.get().url().toString())
                    : Kept.keys(key);
            try (var _ = terminal.progress("verify.working");
                    Stream<String> lines = export == null ? leaves(server.get(), outside) : Kept.lines(export)) {
                verified = ChainExport.verify(
                        lines,
                        export == null ? "" : export.toString(),
                        keys,
                        outside,
                        from == null ? 0 : from,
                        to == null ? Long.MAX_VALUE : to);
            }
        }
        say(verified, terminal);
        return verified.report().isSound() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** A part of the chain is proven for one size, that of the largest checkpoint that was kept. */
    private Stream<String> leaves(Server server, List<SignedCheckpoint> outside) {
        boolean part = from != null || to != null;
        Long size = part && !outside.isEmpty()
                ? outside.stream()
                        .mapToLong(note -> note.checkpoint().size())
                        .max()
                        .getAsLong()
                : null;
        return server.auditChain(from, to, size);
    }

    private void say(Verified verified, Terminal terminal) {
        Report report = verified.report();
        ObjectNode result = Json.object()
                .put("sound", report.isSound())
                .put("origin", verified.origin())
                .put("from", verified.from())
                .put("to", verified.to())
                .put("leaves", report.leaves())
                .put("provenUpTo", report.provenOutside())
                .put("signedUpTo", report.signedByKeeper());
        ArrayNode findings = result.putArray("findings");
        for (Finding finding : report.findings()) {
            String said = sentence(finding, terminal);
            findings.addObject()
                    .put("kind", finding.kind().name())
                    .put("from", finding.from())
                    .put("to", finding.to())
                    .put("about", finding.about())
                    .put("message", said);
            terminal.print(said);
        }
        terminal.object(result.put("findingsLeftOut", report.findingsLeftOut()));
        if (report.findingsLeftOut() > 0) {
            terminal.say("verify.more", report.findingsLeftOut());
        }
        if (!report.isSound()) {
            terminal.say("verify.unsound", report.leaves());
            return;
        }
        terminal.say("verify.sound", report.leaves());
        if (report.provenOutside() > 0) {
            terminal.say("verify.proven", report.provenOutside());
        }
        if (report.signedByKeeper() > report.provenOutside()) {
            terminal.say("verify.signed", report.signedByKeeper());
        }
        if (key == null) {
            terminal.note("verify.serversKey");
        }
    }

    private static String sentence(Finding finding, Terminal terminal) {
        return terminal.text(
                "verify." + finding.kind().name(),
                finding.from(),
                finding.to() - 1,
                Objects.requireNonNullElse(finding.about(), "?"));
    }
}
