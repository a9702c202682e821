package io.comfortcommit.sagas.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.card.Cluster;
import io.comfortcommit.analysis.graph.ChangeGraph;
import io.comfortcommit.analysis.paths.PathKind;
import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.analysis.secrets.SecretScanner;
import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Reason;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.SecretFinding;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sums a change up for its draft. Names and numbers only, so that no code gets into an event. */
final class Cards {
    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);
    /** What of a card is listed; an event is no place for a change of thousands of files. */
    private static final int MOST_FILES = 200;

    private static final int MOST_SECRETS = 100;

    /** Speaks for the message's type; its values are the sentence in English and in Korean, as it was true then. */
    private static final String TYPE = "TYPE";

    private Cards() {}

    /**
     * {@link ChangeCard#UNREAD} where it can't be summed up: a draft must not wait for its card.
     *
     * @param reasons why its message has its type
     * @param ignored files whose secrets are meant to be there
     */
    static ChangeCard of(
            ChangeSet change, List<io.comfortcommit.analysis.drafting.Reason> reasons, IgnoredPaths ignored) {
        try {
            List<Finding> secrets = new SecretScanner(ignored).scan(change);
            var card = io.comfortcommit.analysis.card.ChangeCard.of(change, ChangeGraph.of(change), secrets);
            return new ChangeCard(
                    card.clusters().stream().map(Cards::cluster).toList(),
                    card.symbols().stream()
                            .map(symbol -> new ChangedSymbol(
                                    symbol.qualifiedName(),
                                    symbol.kind().name(),
                                    symbol.how().name(),
                                    symbol.path()))
                            .toList(),
                    new Risk(
                            Risk.Level.valueOf(card.risk().level().name()),
                            card.risk().reasons().stream()
                                    .map(reason -> new Reason(reason.code().name(), List.of(reason.value())))
                                    .toList()),
                    secrets.stream()
                            .limit(MOST_SECRETS)
                            .map(found ->
                                    new SecretFinding(found.kind(), found.path(), found.line(), found.placeholder()))
                            .toList(),
                    reasons.stream()
                            .map(reason ->
                                    new Reason(TYPE, List.of(reason.text(Locale.ENGLISH), reason.text(Locale.KOREAN))))
                            .toList());
        } catch (RuntimeException e) {
            LOG.warn("the change can't be summed up, its draft gets no card", e);
            return ChangeCard.UNREAD;
        }
    }

    private static ChangeCard.Cluster cluster(Cluster cluster) {
        return new ChangeCard.Cluster(
                cluster.title(),
                theme(cluster.kind()),
                cluster.members().stream()
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
