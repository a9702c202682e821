package io.comfortcommit.analysis.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.evaluation.Report.Contestant;
import io.comfortcommit.analysis.reading.TreeRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final String PERSON = "Kim Jiwon";
    private static final String BOT = "dependabot[bot]";

    @TempDir
    Path folder;

    private TreeRepository repository;
    private final List<ObjectId> commits = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        repository = TreeRepository.create(folder);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private void commit(String author, String message, TreeRepository.Tree tree) throws IOException {
        var parents = commits.isEmpty() ? List.<ObjectId>of() : List.of(commits.getLast());
        commits.add(repository.commit(tree.write(), author, message, parents));
    }

    private Report evaluate(int last) throws IOException {
        return Evaluation.of(repository.git(), commits.getLast(), last, (done, all) -> {});
    }

    private void pages(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            commit(PERSON, "docs: describe page " + i, repository.tree().file("docs/guide.md", "page " + i + "\n"));
        }
    }

    @Test
    void agreementIsCountedForTheDraftAndBothBaselines() throws IOException {
        pages(10);
        var report = evaluate(0);
        assertThat(report.counts()).isEqualTo(new Report.Counts(10, 0, 0, 0, 0, 10, 0));
        assertThat(report.standings())
                .extracting(Report.Standing::contestant)
                .containsExactly(Contestant.DRAFT, Contestant.NEAREST_NEIGHBOUR, Contestant.PATH_TEMPLATE);
        assertThat(report.standings().getFirst().people().typeAccuracy()).isEqualTo(1);
        assertThat(report.standings().getFirst().people().macroF1()).isEqualTo(1);
        // The first commit has no neighbour.
        assertThat(report.standings().get(1).people().typeAccuracy()).isEqualTo(0.9);
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void mergesAndCommitsWithoutTypeOrFilesAreLeftOut() throws IOException {
        commit(PERSON, "Initial commit", repository.tree().file("a.md", "a\n"));
        var first = commits.getLast();
        commit(PERSON, "docs: say b", repository.tree().file("a.md", "b\n"));
        commit(PERSON, "docs: nothing new", repository.tree().file("a.md", "b\n"));
        commits.add(repository.commit(
                repository.tree().file("a.md", "c\n").write(),
                PERSON,
                "docs: merge c",
                List.of(commits.getLast(), first)));
        assertThat(evaluate(0).counts()).isEqualTo(new Report.Counts(4, 1, 1, 1, 0, 1, 0));
    }

    @Test
    void botsAreCountedApart() throws IOException {
        pages(2);
        commit(BOT, "build: bump a from 1 to 2", repository.tree().file("docs/guide.md", "x\n"));
        var report = evaluate(0);
        assertThat(report.counts().byPeople()).isEqualTo(2);
        assertThat(report.counts().byBots()).isEqualTo(1);
        assertThat(report.standings().getFirst().people().commits()).isEqualTo(2);
        assertThat(report.standings().getFirst().withBots().commits()).isEqualTo(3);
        assertThat(report.reused().people().asked()).isEqualTo(2);
        assertThat(report.reused().withBots().asked()).isEqualTo(3);
    }

    @Test
    void theLastCommitsAreMeasuredWithWhatCameBeforeInMind() throws IOException {
        pages(5);
        var report = evaluate(1);
        assertThat(report.counts().byPeople()).isEqualTo(1);
        assertThat(report.standings().get(1).people().typeAccuracy()).isEqualTo(1);
        assertThat(report.coldStart().first().commits()).isEqualTo(5);
    }

    @Test
    void aWordBeforeAColonIsATypeOnlyWhereTheProjectUsesItAsOne() throws IOException {
        pages(10);
        commit(PERSON, "guide: mention it", repository.tree().file("docs/guide.md", "x\n"));
        assertThat(evaluate(0).counts().untyped()).isEqualTo(1);
    }

    @Test
    void theSameHistoryGivesTheSameReport() throws IOException {
        pages(12);
        var one = evaluate(0);
        var other = evaluate(0);
        assertThat(other.standings()).isEqualTo(one.standings());
        assertThat(other.coldStart()).isEqualTo(one.coldStart());
        assertThat(other.reused()).isEqualTo(one.reused());
        assertThat(other.promptTokens()).isEqualTo(one.promptTokens());
    }

    @Test
    void whatAModelWouldBeSentIsCountedForTheEvaluatedCommitsAlone() throws IOException {
        pages(3);
        commit(PERSON, "docs: tell more", repository.tree().file("docs/guide.md", "more\n".repeat(4_000)));
        pages(1);
        assertThat(evaluate(0).promptTokens().max()).isBetween(3_000L, 7_000L);
        assertThat(evaluate(1).promptTokens())
                .satisfies(tokens -> assertThat(tokens.max()).isEqualTo(tokens.p50()));
    }
}
