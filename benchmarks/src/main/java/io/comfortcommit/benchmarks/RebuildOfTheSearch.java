package io.comfortcommit.benchmarks;

import io.comfortcommit.messages.draft.ChangeCard;
import io.comfortcommit.messages.draft.ChangeCard.ChangedSymbol;
import io.comfortcommit.messages.draft.ChangeCard.Cluster;
import io.comfortcommit.messages.draft.ChangeCard.ClusterFile;
import io.comfortcommit.messages.draft.ChangeCard.Risk;
import io.comfortcommit.messages.draft.ChangeCard.Theme;
import io.comfortcommit.queryside.search.SearchServer;
import io.comfortcommit.testing.SearchNodeClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The content log in the OpenSearch that comes with the server: caught up with after an outage, and built anew; beside the
 * most that this OpenSearch takes on this machine, where its own documents are sent to it again and nothing makes them.
 */
final class RebuildOfTheSearch {
    /** Files of a commit, by tenths: of 18,443 commits of fourteen public histories of many languages and sizes. */
    private static final int[] FILES = {1, 1, 1, 1, 2, 2, 3, 5, 8, 20};

    private static final int MOST_SYMBOLS = 10;
    private static final int ROUNDS = 3;

    private RebuildOfTheSearch() {}

    /** Documents in a second, by round; by requests that only send what is in the log already, in turn with rebuilds. */
    record Result(
            int documents,
            double caughtUp,
            double caughtUpAgain,
            List<Double> rebuilt,
            List<Double> sent,
            double rebuiltWithVectors,
            double sentWithVectors) {
        double medianRatio() {
            return Figures.median(IntStream.range(0, rebuilt.size())
                    .mapToObj(round -> rebuilt.get(round) / sent.get(round))
                    .toList());
        }
    }

    private static ChangeCard card(int files) {
        return new ChangeCard(
                List.of(new Cluster(
                        "payment",
                        Theme.SOURCE,
                        IntStream.range(0, files)
                                .mapToObj(i -> new ClusterFile(
                                        "src/main/java/com/example/payment/Part" + i + "OfPayment.java", List.of(0, 1)))
                                .toList(),
                        files,
                        40,
                        12)),
                IntStream.range(0, Math.min(2 * files, MOST_SYMBOLS))
                        .mapToObj(i ->
                                new ChangedSymbol("PaymentRetry.attempt" + i, "METHOD", "CHANGED", "PaymentRetry.java"))
                        .toList(),
                new Risk(Risk.Level.LOW, List.of()),
                List.of(),
                List.of());
    }

    static Result run(Path checkout, Path folder) throws Exception {
        Path classPath = folder.resolve("search.classpath");
        Files.writeString(classPath, SearchNodeClassPath.builtIn(checkout));
        try (PartsOfTheServer side = new PartsOfTheServer(
                folder,
                WithSearch.class,
                Map.of(
                        "comfort.search.node.class-path", classPath.toString(),
                        "comfort.search.node.folder", folder.resolve("search").toString(),
                        "comfort.search.node.logs", folder.toString()))) {
            RebuildBesideReplay.until(
                    () -> side.bean(SearchServer.class).place().isPresent());
            List<ChangeCard> cards =
                    IntStream.of(FILES).mapToObj(RebuildOfTheSearch::card).toList();
            side.worker("commitLogWriter").stop();
            side.worker("chainWriter").stop();
            RebuildBesideReplay.fillUnread(side, "drafts", draft -> cards.get(draft % cards.size()));
            double _ = RebuildBesideReplay.seconds(side, "drafts");
            side.asOwner("ANALYZE");
            double caughtUp = caughtUp(side);
            List<Double> rebuilt = new ArrayList<>();
            List<Double> sent = new ArrayList<>();
            try (SentDocuments sending = SentDocuments.to(side.bean(SearchServer.class), folder.resolve("sent"))) {
                for (int round = 0; round < ROUNDS; round++) {
                    rebuilt.add(perSecond(RebuildBesideReplay.seconds(side, "search")));
                    sent.add(perSecond(sending.seconds()));
                }
                side.worker("commitLogWriter").stop();
                side.write("UPDATE query.search_due SET worded = false, turn = nextval('query.search_turn')");
                double caughtUpAgain = caughtUp(side);
                side.write("INSERT INTO query.search_meaning (draft_id, text_hash, vector)"
                        + " SELECT draft_id, sha256(convert_to(message, 'UTF8')),"
                        + " (SELECT array_agg(random() - 0.5 + 0 * (number + length(draft_id::text)))::real[]"
                        + " FROM generate_series(1, 384) number)"
                        + " FROM query.draft");
                double withVectors = perSecond(RebuildBesideReplay.seconds(side, "search"));
                return new Result(
                        RebuildBesideReplay.DRAFTS,
                        caughtUp,
                        caughtUpAgain,
                        rebuilt,
                        sent,
                        withVectors,
                        perSecond(sending.seconds()));
            }
        }
    }

    private static double caughtUp(PartsOfTheServer side) throws InterruptedException {
        long began = System.nanoTime();
        side.worker("commitLogWriter").start();
        awaitWritten(side);
        return perSecond((System.nanoTime() - began) / 1e9);
    }

    private static double perSecond(double seconds) {
        return RebuildBesideReplay.DRAFTS / seconds;
    }

    private static void awaitWritten(PartsOfTheServer side) throws InterruptedException {
        JdbcClient jdbc = side.bean(JdbcClient.class);
        RebuildBesideReplay.until(() -> jdbc.sql("SELECT count(*) FROM query.search_due WHERE NOT worded")
                        .query(Long.class)
                        .single()
                == 0);
    }

    /** The read side with an OpenSearch. No component: see {@link ReadSide}. */
    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {
                "io.comfortcommit.axonsupport",
                "io.comfortcommit.commandside",
                "io.comfortcommit.queryside",
                "io.comfortcommit.standalone.database",
                "io.comfortcommit.standalone.search"
            },
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "io\\.comfortcommit\\.queryside\\.diff\\..*"))
    static class WithSearch {}
}
