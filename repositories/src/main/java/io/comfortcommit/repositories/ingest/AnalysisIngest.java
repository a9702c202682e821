package io.comfortcommit.repositories.ingest;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.exchange.Analysis;
import io.comfortcommit.analysis.exchange.AnalysisJson;
import io.comfortcommit.analysis.exchange.BadAnalysisException;
import io.comfortcommit.messages.draft.ChangeSummary;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.repositories.CaptureOrder;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import io.comfortcommit.repositories.agent.AgentDrafts;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.lane.Captures;
import io.comfortcommit.repositories.lane.Taken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes an analysis in: no object of its change comes here, and none is asked for. It is kept together with its capture, or
 * neither is.
 */
public final class AnalysisIngest {
    /** Each is held as text, as a tree and as what was read of it. */
    private static final int AT_ONCE = 4;

    private final Captures captures;
    private final AgentDrafts drafts;
    private final int longest;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    /** @param longest bytes */
    public AnalysisIngest(Captures captures, AgentDrafts drafts, int longest) {
        this.captures = captures;
        this.drafts = drafts;
        this.longest = longest;
    }

    /** The caller's right to the repository was checked. */
    public Taken ingest(CaptureOrder unchecked, InputStream json) {
        CaptureOrder order = OrderRules.checked(unchecked);
        Optional<Capture> before = captures.find(order.caller(), order.captureId());
        if (before.isPresent()) {
            return BundleIngest.same(new Taken(before.get(), true), order);
        }
        permits.acquireUninterruptibly();
        try {
            Analysis analysis = read(json);
            ChangeSet change = analysis.change();
            change.files().forEach(AnalysisIngest::check);
            DraftId draft = DraftIds.of(order);
            String sealed = drafts.sealed(order.caller(), analysis);
            return BundleIngest.same(
                    captures.append(
                            draft,
                            order,
                            new ChangeSummary(change.files().size(), change.insertions(), change.deletions()),
                            analysis.unpushedCommits(),
                            () -> drafts.add(draft, sealed)),
                    order);
        } finally {
            permits.release();
        }
    }

    private Analysis read(InputStream json) {
        try {
            byte[] bytes = json.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw Refusal.tooLarge("The analysis is longer than " + longest + " bytes.");
            }
            return AnalysisJson.read(bytes);
        } catch (BadAnalysisException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException("an analysis could not be read", e);
        }
    }

    private static RefusedException refused(BadAnalysisException bad) {
        return switch (bad.flaw()) {
            case MALFORMED ->
                new RefusedException(Reason.BAD_ANALYSIS, "The analysis can't be used: " + bad.getMessage(), bad);
            case TOO_LARGE -> Refusal.tooLarge("The analysis is too large: " + bad.getMessage());
            case HOSTILE_PATH -> Refusal.hostile(String.valueOf(bad.getMessage()));
        };
    }

    /** As it is with bundles: no path may become git's own on any file system. */
    private static void check(FileChange file) {
        Stream.of(file.oldPath(), file.newPath()).forEach(AnalysisIngest::check);
    }

    private static void check(@Nullable String path) {
        if (path == null) {
            return;
        }
        for (String name : path.split("/", -1)) {
            if (DangerousName.isDotGit(name.getBytes(StandardCharsets.UTF_8))) {
                throw Refusal.hostile("A path of the analysis is one of git's own; no repository has such a path.");
            }
        }
    }
}
