package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.card.Cluster;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.axonsupport.privacy.Fingerprints;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding.Verdict;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums a change up for its draft. Names and numbers only, so that no code gets into an event; a name can hold a secret too, as a
 * test's title can, so each is told with placeholders.
 */
final class Cards {
    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);
    /** What of a card is listed; an event is no place for a change of thousands of files. */
    private static final int MOST_FILES = 200;

    private static final int MOST_SECRETS = 500;

    /** Speaks for the message's type; its values are the sentence in English and in Korean, as it was true then. */
    private static final String TYPE = "TYPE";

    private final Fingerprints fingerprints;

    Cards(Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    /**
     * What a change adds that looks like a secret.
     *
     * @param found as they stand in the change
     * @param told for the card: the same secret in the same file once
     * @param cleared placeholders of those that are no secrets, wherever they stand
     */
    private record Secrets(List<Finding> found, List<SecretFinding> told, Set<String> cleared) {
        static final Secrets NONE = new Secrets(List.of(), List.of(), Set.of());
    }

    /**
     * As much as can be said of it, and at the least its secrets: a draft must not wait for its card.
     *
     * @param reasons why its message has its type
     * @param ignored files whose secrets are meant to be there
     * @param cleared ids of findings of which the author has said before that they are no secrets
     */
    ChangeCard of(
            ChangeSet change,
            UserId author,
            List<io.comfortcommit.analysis.drafting.Reason> reasons,
            IgnoredPaths ignored,
            Set<String> cleared) {
        Secrets secrets = Secrets.NONE;
        SecretScanner scanner = new SecretScanner(ignored);
        try {
            secrets = secrets(change, author, scanner, cleared);
            Set<String> noSecrets = secrets.cleared();
            var card = io.comfortcommit.analysis.card.ChangeCard.of(change, ChangeGraph.of(change), secrets.found());
            return new ChangeCard(
                    card.clusters().stream()
                            .map(cluster -> cluster(cluster, scanner, noSecrets))
                            .toList(),
                    card.symbols().stream()
                            .map(symbol -> new ChangedSymbol(
                                    scanner.redact(symbol.qualifiedName()),
                                    symbol.kind().name(),
                                    symbol.how().name(),
                                    scanner.redactPath(symbol.path(), noSecrets)))
                            .toList(),
                    new Risk(
                            Risk.Level.valueOf(card.risk().level().name()),
                            card.risk().reasons().stream()
                                    .map(reason ->
                                            new Reason(reason.code().name(), List.of(scanner.redact(reason.value()))))
                                    .toList()),
                    secrets.told(),
                    reasons.stream()
                            .map(reason -> new Reason(
                                    TYPE,
                                    List.of(
                                            scanner.redact(reason.text(Locale.ENGLISH)),
                                            scanner.redact(reason.text(Locale.KOREAN)))))
                            .toList());
        } catch (RuntimeException e) {
            LOG.warn("the change can't be summed up, its draft gets no card", e);
            return ChangeCard.UNREAD.withSecrets(secrets.told());
        }
    }

    private Secrets secrets(ChangeSet change, UserId author, SecretScanner scanner, Set<String> cleared) {
        List<Finding> found = new ArrayList<>();
        Map<String, SecretFinding> told = new LinkedHashMap<>();
        Set<String> placeholders = new HashSet<>();
        Set<String> open = new HashSet<>();
        scanner.scan(change, (finding, path, secret) -> {
                    found.add(finding);
                    String id = fingerprints.of(author, finding.kind(), path, secret);
                    placeholders.add(finding.placeholder());
                    if (!cleared.contains(id)) {
                        open.add(finding.placeholder());
                    }
                    return new SecretFinding(
                            id,
                            finding.kind(),
                            finding.path(),
                            finding.line(),
                            finding.placeholder(),
                            cleared.contains(id) ? Verdict.NO_SECRET : null);
                })
                .forEach(finding -> told.putIfAbsent(finding.id(), finding));
        placeholders.removeAll(open);
        return new Secrets(found, told.values().stream().limit(MOST_SECRETS).toList(), placeholders);
    }

    private static ChangeCard.Cluster cluster(Cluster cluster, SecretScanner scanner, Set<String> cleared) {
        return new ChangeCard.Cluster(
                // What is part of a path is told as in there.
                cluster.members().stream().anyMatch(member -> member.path().contains(cluster.title()))
                        ? scanner.redactPath(cluster.title(), cleared)
                        : scanner.redact(cluster.title()),
                theme(cluster.kind()),
                cluster.members().stream()
                        // A part is committed by the paths in it, so a path is listed as it is or not at all. An agent
                        // has put in the placeholders before.
                        .filter(member -> !Finding.hasPlaceholder(scanner.redactPath(member.path(), cleared)))
                        .limit(MOST_FILES)
                        .map(member -> new ClusterFile(member.path(), member.hunks()))
                        .toList(),
                cluster.members().size(),
                cluster.insertions(),
                cluster.deletions());
    }

    private static Theme theme(PathKind kind) {
        return switch (kind) {
            case SOURCE -> Theme.SOURCE;
            case TEST -> Theme.TESTS;
            case DOCUMENTATION -> Theme.DOCUMENTATION;
            case BUILD, CI -> Theme.BUILD;
            case CONFIGURATION -> Theme.CONFIGURATION;
            case LOCKFILE, GENERATED, VENDORED -> Theme.GENERATED;
            case OTHER -> Theme.OTHER;
        };
    }
}
