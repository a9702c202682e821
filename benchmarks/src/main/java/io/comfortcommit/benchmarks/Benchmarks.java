package io.comfortcommit.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Runs the scenarios named on the command line, or all, and prints a table. */
public final class Benchmarks {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = arguments.length == 0
                ? Set.of(
                        "analysis",
                        "audit",
                        "capture",
                        "commands",
                        "draft",
                        "notify",
                        "page",
                        "phones",
                        "replay",
                        "search",
                        "start",
                        "tokens",
                        "webhooks")
                : Set.of(arguments);
        OUT.printf("%-58s %12s %12s%n", "scenario", "figure", "gate");
        if (wanted.contains("start")) {
            start();
        }
        if (wanted.contains("capture")) {
            capture();
        }
        if (wanted.contains("draft")) {
            draft();
        }
        if (wanted.contains("notify")) {
            notifying();
        }
        if (wanted.contains("page")) {
            page();
        }
        if (wanted.contains("phones")) {
            phones();
        }
        if (wanted.contains("webhooks")) {
            webhooks();
        }
        if (wanted.contains("commands")) {
            commands();
        }
        if (wanted.contains("replay")) {
            replay();
        }
        if (wanted.contains("search")) {
            search();
        }
        if (wanted.contains("audit")) {
            audit();
        }
        if (wanted.contains("tokens")) {
            tokens();
        }
        if (wanted.contains("analysis")) {
            analysis();
        }
        // Servers that the scenarios share have threads that would keep the process.
        System.exit(0);
    }

    private static void analysis() throws Exception {
        AnalysisOfAChange.Result result = AnalysisOfAChange.run();
        row(
                "49 files, " + result.lines() + " changed lines: trees to draft and card",
                "%.0f ms",
                result.whole(),
                "≤ 1,500 ms");
        row("of which parsing both sides", "%.0f ms", result.parsing(), "reported");
        row(
                "card beyond parsing, for 1,000 changed lines",
                "%.1f ms",
                result.beyondParsingPerThousandLines(),
                "≤ 15 ms");
    }

    private static void tokens() throws Exception {
        CallBookkeeping.Result result = CallBookkeeping.run();
        row("accounting for a call to a model, tokens told", "%.1f µs", result.told(), "≤ 30 µs");
        row("accounting for a call to a model, answer counted", "%.1f µs", result.counted(), "≤ 30 µs");
    }

    private static void start() throws Exception {
        Path folder = folder();
        try {
            StartAndMemory.Result result = StartAndMemory.run(Path.of("").toAbsolutePath(), folder);
            row("up to ready, new data folder", "%.1f s", result.cold(), "reported");
            row(
                    "up to ready, warm, median of " + result.warm().size(),
                    "%.1f s",
                    Figures.median(result.warm()),
                    "≤ 8 s");
            row("idle memory of the JVM (PSS)", "%.0f MiB", result.jvm(), "≤ 450 MiB");
            row("idle memory of PostgreSQL (PSS)", "%.0f MiB", result.database(), "≤ 150 MiB");
        } finally {
            remove(folder);
        }
    }

    private static void capture() throws Exception {
        Path folder = folder();
        try {
            CaptureCost.Result result = CaptureCost.run(Path.of("").toAbsolutePath(), folder);
            row(
                    "capture of 9 files, client CPU, median",
                    "%.2f s",
                    Figures.median(result.capture().cpu()),
                    "≤ 0.30 s");
            row(
                    "capture of 9 files, wall, median",
                    "%.2f s",
                    Figures.median(result.capture().seconds()),
                    "≤ 0.50 s");
            row(
                    "the least by git alone, CPU, median",
                    "%.2f s",
                    Figures.median(result.byHand().cpu()),
                    "reported");
            row(
                    "the least by git alone, wall, median",
                    "%.2f s",
                    Figures.median(result.byHand().seconds()),
                    "reported");
            row("CPU, capture : git alone", "%.1f", result.cpuRatio(), "reported");
        } finally {
            remove(folder);
        }
    }

    private static void draft() throws Exception {
        Path folder = folder();
        try {
            List<Double> milliseconds = CaptureToDraft.run(folder);
            row("capture sent to draft seen, 10/s, p50", "%.0f ms", Figures.percentile(milliseconds, 0.5), "reported");
            row("capture sent to draft seen, 10/s, p95", "%.0f ms", Figures.percentile(milliseconds, 0.95), "≤ 300 ms");
        } finally {
            remove(folder);
        }
    }

    private static void notifying() throws Exception {
        Path folder = folder();
        try {
            CaptureToSlack.Result result = CaptureToSlack.run(Path.of("").toAbsolutePath(), folder);
            double told = Figures.percentile(result.told(), 0.95);
            double answered = Figures.percentile(result.answered(), 0.95);
            row(
                    "capture sent to Slack called, 10/s, p50",
                    "%.0f ms",
                    Figures.percentile(result.told(), 0.5),
                    "reported");
            row("capture sent to Slack called, 10/s, p95", "%.0f ms", told, "≤ 1,000 ms");
            row("of which until the capture is answered, p95", "%.0f ms", answered, "reported");
            row(
                    "of which from the capture's event to the draft's, p95",
                    "%.0f ms",
                    Figures.percentile(result.drafted(), 0.95),
                    "reported");
            row("Slack called : capture answered, p95", "%.1f", told / answered, "reported");
        } finally {
            remove(folder);
        }
    }

    private static void page() throws Exception {
        Path folder = folder();
        try {
            List<Double> milliseconds = PageOnAPhone.run(Path.of("").toAbsolutePath(), folder);
            row(
                    "link followed to page interactive, slow phone, median",
                    "%.0f ms",
                    Figures.median(milliseconds),
                    "≤ 1,500 ms");
            row("the slowest of " + milliseconds.size(), "%.0f ms", Figures.percentile(milliseconds, 1), "reported");
        } finally {
            remove(folder);
        }
    }

    private static void phones() throws Exception {
        Path folder = folder();
        try {
            ApprovalsOnPhones.Result result = ApprovalsOnPhones.run(Path.of("").toAbsolutePath(), folder);
            row(
                    "an approval answered, 50/s, 200 phones, p50",
                    "%.0f ms",
                    Figures.median(result.answered()),
                    "reported");
            row(
                    "an approval answered, 50/s, 200 phones, p95",
                    "%.0f ms",
                    Figures.percentile(result.answered(), 0.95),
                    "≤ 300 ms");
            row(
                    "until its author's phone is told, p95",
                    "%.0f ms",
                    Figures.percentile(result.told(), 0.95),
                    "reported");
            row(
                    "until that phone is told of the commit, p95",
                    "%.0f ms",
                    Figures.percentile(result.pushed(), 0.95),
                    "reported");
            row("approvals refused or lost", "%.0f", result.lost(), "0");
            row("drafts of which a phone missed a state", "%.0f", result.missed(), "0");
            List<ApprovalsOnPhones.Memory> memory = result.memory();
            row("heap in use as the pace begins", "%.1f MiB", memory.getFirst().heap(), "reported");
            row("in the middle of it", "%.1f MiB", memory.get(1).heap(), "reported");
            row("at its end", "%.1f MiB", memory.getLast().heap(), "reported");
            row("growth from the beginning to the end", "%.0f %%", result.heapGrowth(), "≤ 10 %");
            row(
                    "memory of the JVM (PSS), beginning",
                    "%.0f MiB",
                    memory.getFirst().resident(),
                    "reported");
            row("memory of the JVM (PSS), end", "%.0f MiB", memory.getLast().resident(), "reported");
        } finally {
            remove(folder);
        }
    }

    private static void webhooks() throws Exception {
        Path folder = folder();
        try {
            WebhookAnswers.Result result = WebhookAnswers.run(folder);
            row(
                    "a signed capture answered, 10/s, p95",
                    "%.0f ms",
                    Figures.percentile(result.captures(), 0.95),
                    "≤ 200 ms");
            row("a push told of answered, 10/s, p95", "%.0f ms", Figures.percentile(result.pushes(), 0.95), "≤ 200 ms");
            row(
                    "health answered meanwhile, 10/s, p95",
                    "%.0f ms",
                    Figures.percentile(result.health(), 0.95),
                    "reported");
        } finally {
            remove(folder);
        }
    }

    private static void commands() throws Exception {
        Path folder = folder();
        try {
            CommandsBesideInserts.Result result = CommandsBesideInserts.run(folder);
            row("create-draft commands, 16 callers", "%.0f /s", Figures.median(result.commands()), "reported");
            row(
                    "single-row INSERTs of the same rows, 16 callers",
                    "%.0f /s",
                    Figures.median(result.inserts()),
                    "reported");
            row("commands : INSERTs, median of rounds", "%.2f", result.medianRatio(), "≥ 0.70");
        } finally {
            remove(folder);
        }
    }

    private static void replay() throws Exception {
        Path folder = folder();
        try {
            RebuildBesideReplay.Result result = RebuildBesideReplay.run(folder);
            String of = " of " + result.events() + " events";
            row("rebuild of the timeline" + of, "%.0f /s", Figures.median(result.timeline()), "reported");
            row("rebuild of the drafts" + of, "%.0f /s", Figures.median(result.drafts()), "reported");
            row("rebuild of the audit log" + of, "%.0f /s", Figures.median(result.audit()), "reported");
            row(
                    "Axon's tracking processor, the timeline row by row",
                    "%.0f /s",
                    Figures.median(result.replayed()),
                    "reported");
            row("timeline, rebuild : row by row, median of rounds", "%.1f", result.medianRatio(), "≥ 5");
        } finally {
            remove(folder);
        }
    }

    private static void search() throws Exception {
        Path folder = folder();
        try {
            RebuildOfTheSearch.Result result =
                    RebuildOfTheSearch.run(Path.of("").toAbsolutePath(), folder);
            String of = " of " + result.documents() + " drafts";
            row("search catching up after an outage" + of, "%.0f /s", result.caughtUp(), "≥ 5,000 /s");
            row("catching up with all of them again", "%.0f /s", result.caughtUpAgain(), "reported");
            row("rebuild of the search" + of, "%.0f /s", Figures.median(result.rebuilt()), "≥ 5,000 /s");
            row("its documents sent to OpenSearch again", "%.0f /s", Figures.median(result.sent()), "reported");
            row("rebuild : documents sent again, median of rounds", "%.2f", result.medianRatio(), "reported");
            row("rebuild with a vector each", "%.0f /s", result.rebuiltWithVectors(), "reported");
            row("these documents sent to OpenSearch again", "%.0f /s", result.sentWithVectors(), "reported");
        } finally {
            remove(folder);
        }
    }

    private static void audit() throws Exception {
        Path folder = folder();
        try {
            AuditPages.Result result = AuditPages.run(folder);
            String of = " of " + result.entries() + " entries, p95";
            row("first page of the audit log" + of, "%.1f ms", Figures.percentile(result.first(), 0.95), "≤ 50 ms");
            row("last page" + of, "%.1f ms", Figures.percentile(result.last(), 0.95), "≤ 50 ms");
            row(
                    "last page : first page, median",
                    "%.2f",
                    Figures.median(result.last()) / Figures.median(result.first()),
                    "reported");
            row("page with a rare word" + of, "%.1f ms", Figures.percentile(result.searched(), 0.95), "≤ 50 ms");
        } finally {
            remove(folder);
        }
    }

    private static void row(String scenario, String format, double figure, String gate) {
        OUT.printf("%-58s %12s %12s%n", scenario, String.format(Locale.ROOT, format, figure), gate);
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("comfort-benchmark");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
