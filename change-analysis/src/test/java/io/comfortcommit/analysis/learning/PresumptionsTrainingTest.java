package io.comfortcommit.analysis.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresumptionsTrainingTest {
    private static final Author AUTHOR = Author.of("mina@example.org");

    @TempDir
    Path folder;

    private static void teach(Learner learner, String line, String message) {
        var hunk = new Hunk(1, 0, 1, 1, List.of(line));
        var file = new FileChange("a.go", "a.go", Kind.MODIFIED, 0100644, 0100644, false, 1, 0, List.of(hunk));
        learner.learn(
                Habits.see(new ChangeSet(List.of(file), false), AUTHOR, List.of(), List.of()), "", message, false);
    }

    private Map<String, List<Integer>> trained(int histories) throws IOException {
        var training = new PresumptionsTraining();
        for (int history = 0; history < histories; history++) {
            var learner = training.history();
            for (int i = 0; i < 10; i++) {
                teach(learner, "+recover panic " + (char) ('a' + history) + "only", "fix: recover in a");
                teach(learner, "+metrics", "feat: add metrics");
            }
        }
        training.write(folder);
        return Files.readAllLines(folder.resolve("types.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .collect(Collectors.toMap(
                        cells -> cells[0],
                        cells -> List.of(cells).subList(1, cells.length).stream()
                                .map(Integer::valueOf)
                                .toList()));
    }

    private static int weight(Map<String, List<Integer>> weights, String feature, String type) {
        var place =
                ConventionalSubject.STANDARD_TYPES.stream().sorted().toList().indexOf(type);
        return Objects.requireNonNull(weights.get(feature)).get(place);
    }

    @Test
    void whatManyHistoriesHaveInCommonIsPresumed() throws IOException {
        var weights = trained(6);
        assertThat(weight(weights, "+:panic", "fix")).isPositive();
        assertThat(weight(weights, "+:metrics", "feat")).isPositive();
        assertThat(weight(weights, "+:metrics", "fix")).isNegative();
    }

    @Test
    void nothingThatOnlyAFewHistoriesHaveIsPresumedOfOthers() throws IOException {
        assertThat(trained(6)).doesNotContainKeys("+:aonly");
        assertThat(trained(5)).isEmpty();
        assertThat(folder.resolve("words.tsv")).isEmptyFile();
    }

    @Test
    void nothingThatIsKnownOfAPersonIsPresumedOfOthers() throws IOException {
        assertThat(trained(6).keySet())
                .anyMatch(feature -> feature.startsWith("last type of author:"))
                .noneMatch(feature -> feature.contains(AUTHOR.key()));
    }

    @Test
    void theSameHistoriesGiveTheSame() throws IOException {
        assertThat(trained(7)).isEqualTo(trained(7));
    }
}
