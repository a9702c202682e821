package io.comfortcommit.cli.eval;

import io.comfortcommit.analysis.evaluation.Percentiles;
import io.comfortcommit.analysis.evaluation.Report;
import io.comfortcommit.analysis.evaluation.Scores;
import io.comfortcommit.cli.terminal.Json;
import tools.jackson.databind.node.ObjectNode;

/** The report as scripts read it: one object. */
final class ReportJson {
    private ReportJson() {}

    static ObjectNode of(Report report) {
        ObjectNode json = Json.object();
        json.put("head", report.head());
        Report.Counts counts = report.counts();
        ObjectNode commits = json.putObject("commits");
        commits.put("all", counts.commits());
        commits.put("merges", counts.merges());
        commits.put("empty", counts.empty());
        commits.put("untyped", counts.untyped());
        commits.put("missing", counts.missing());
        commits.put("byPeople", counts.byPeople());
        commits.put("byBots", counts.byBots());
        ObjectNode people = json.putObject("people");
        ObjectNode withBots = json.putObject("withBots");
        report.standings().forEach(standing -> {
            people.set(standing.contestant().name(), of(standing.people()));
            withBots.set(standing.contestant().name(), of(standing.withBots()));
        });
        ObjectNode cold = json.putObject("coldStart");
        cold.set("first", of(report.coldStart().first()));
        cold.set("withoutHistory", of(report.coldStart().withoutHistory()));
        ObjectNode reuse = json.putObject("reuse");
        reuse.set("people", of(report.reused().people()));
        reuse.set("withBots", of(report.reused().withBots()));
        json.set("promptTokens", of(report.promptTokens()));
        var failures = json.putArray("failures");
        report.failures()
                .forEach(failed ->
                        failures.addObject().put("commit", failed.commit()).put("reason", failed.reason()));
        // All else is the same for the same history.
        json.set("millis", of(report.millis()));
        return json;
    }

    private static ObjectNode of(Report.Hits hits) {
        return Json.object()
                .put("asked", hits.asked())
                .put("hits", hits.hits())
                .put("rate", rounded(hits.rate()))
                .put("rightTypes", hits.rightTypes())
                .put("typeAccuracy", rounded(hits.typeAccuracy()))
                .put("leastTypeAccuracy", rounded(hits.leastTypeAccuracy()))
                .put("sameSubjects", hits.sameSubjects())
                .put("rougeL", rounded(hits.rougeL()));
    }

    private static ObjectNode of(Scores scores) {
        ObjectNode json = Json.object();
        json.put("commits", scores.commits());
        json.put("typeAccuracy", rounded(scores.typeAccuracy()));
        json.put("macroF1", rounded(scores.macroF1()));
        json.put("scopeAccuracy", rounded(scores.scopeAccuracy()));
        json.put("rougeL", rounded(scores.rougeL()));
        json.put("bleu", rounded(scores.bleu()));
        ObjectNode types = json.putObject("types");
        scores.types()
                .forEach((type, of) -> types.putObject(type)
                        .put("commits", of.commits())
                        .put("guessed", of.guessed())
                        .put("right", of.right())
                        .put("f1", rounded(of.f1())));
        return json;
    }

    private static ObjectNode of(Percentiles percentiles) {
        return Json.object()
                .put("p50", percentiles.p50())
                .put("p90", percentiles.p90())
                .put("p99", percentiles.p99())
                .put("max", percentiles.max());
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
