package io.comfortcommit.cli.eval;

import io.comfortcommit.analysis.evaluation.Percentiles;
import io.comfortcommit.analysis.evaluation.Report;
import io.comfortcommit.analysis.evaluation.Report.Standing;
import io.comfortcommit.analysis.evaluation.Scores;
import io.comfortcommit.cli.terminal.Columns;
import io.comfortcommit.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The report as people read it. */
final class ReportTable {
    private static final int FIRST = 26;
    private static final int OTHERS = 18;

    private final Terminal terminal;

    private ReportTable(Terminal terminal) {
        this.terminal = terminal;
    }

    static void print(Terminal terminal, Report report) {
        new ReportTable(terminal).print(report);
    }

    private void print(Report report) {
        Report.Counts counts = report.counts();
        terminal.say("eval.commits", counts.commits(), report.head().substring(0, 12));
        terminal.say("eval.evaluated", counts.byPeople(), counts.byBots());
        terminal.say("eval.left", counts.merges(), counts.empty(), counts.untyped(), counts.missing());
        standings("eval.people", report.standings(), Standing::people);
        if (counts.byBots() > 0) {
            standings("eval.withBots", report.standings(), Standing::withBots);
        }
        coldStart(report.coldStart());
        types(report.standings().getFirst().people());
        reused(report.reused());
        terminal.print("");
        percentiles("eval.promptTokens", report.promptTokens());
        percentiles("eval.millis", report.millis());
        terminal.say("eval.failures", report.failures().size());
        report.failures().stream()
                .limit(10)
                .forEach(failed -> terminal.print("  " + failed.commit() + "  " + failed.reason()));
    }

    private void standings(String title, List<Standing> standings, Function<Standing, Scores> part) {
        heading(
                title,
                standings.stream()
                        .map(standing -> terminal.text("eval." + standing.contestant()))
                        .toList());
        scores(standings.stream().map(part).toList());
    }

    private void coldStart(Report.ColdStart cold) {
        heading(
                "eval.cold",
                List.of(terminal.text("eval.cold.first", cold.first().commits()), terminal.text("eval.cold.without")));
        scores(List.of(cold.first(), cold.withoutHistory()));
    }

    private void scores(List<Scores> columns) {
        row("eval.typeAccuracy", columns, Scores::typeAccuracy);
        row("eval.macroF1", columns, Scores::macroF1);
        row("eval.scopeAccuracy", columns, Scores::scopeAccuracy);
        row("eval.rougeL", columns, Scores::rougeL);
        row("eval.bleu", columns, Scores::bleu);
    }

    private void types(Scores scores) {
        heading("eval.types", List.of(terminal.text("eval.types.commits"), terminal.text("eval.types.f1")));
        scores.types()
                .forEach((type, of) -> line(type, List.of(Integer.toString(of.commits()), number("%.3f", of.f1()))));
    }

    private void reused(Report.Reused reused) {
        if (reused.withBots().asked() == 0) {
            return;
        }
        heading("eval.reuse", List.of(terminal.text("eval.reuse.people"), terminal.text("eval.reuse.withBots")));
        List<Report.Hits> columns = List.of(reused.people(), reused.withBots());
        hits("eval.reuse.hits", columns, hits -> hits.hits() + " / " + hits.asked());
        hits("eval.reuse.rate", columns, hits -> number("%.3f", hits.rate()));
        hits("eval.reuse.type", columns, hits -> number("%.3f", hits.typeAccuracy()));
        hits("eval.reuse.least", columns, hits -> number("%.3f", hits.leastTypeAccuracy()));
        hits("eval.reuse.subject", columns, hits -> Integer.toString(hits.sameSubjects()));
        hits("eval.rougeL", columns, hits -> number("%.3f", hits.rougeL()));
    }

    private void hits(String key, List<Report.Hits> columns, Function<Report.Hits, String> cell) {
        line(terminal.text(key), columns.stream().map(cell).toList());
    }

    private void percentiles(String key, Percentiles of) {
        terminal.say(
                key,
                Long.toString(of.p50()),
                Long.toString(of.p90()),
                Long.toString(of.p99()),
                Long.toString(of.max()));
    }

    private void heading(String key, List<String> columns) {
        terminal.print("");
        terminal.print(terminal.bold(joined(terminal.text(key), columns)));
    }

    private void row(String key, List<Scores> columns, ToDoubleFunction<Scores> score) {
        line(
                terminal.text(key),
                columns.stream()
                        .map(column -> number("%.3f", score.applyAsDouble(column)))
                        .toList());
    }

    private void line(String first, List<String> others) {
        terminal.print(joined("  " + first, others));
    }

    private static String joined(String first, List<String> others) {
        List<String> cells = new ArrayList<>();
        cells.add(Columns.padded(first, FIRST));
        others.forEach(other -> cells.add(Columns.padded(other, OTHERS)));
        return String.join("", cells).stripTrailing();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
