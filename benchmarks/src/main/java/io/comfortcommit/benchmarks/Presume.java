package io.comfortcommit.benchmarks;

import io.comfortcommit.analysis.evaluation.Lessons;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.learning.PresumptionsTraining;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Learns from public histories what is presumed of a repository that nothing is known of; docs/evaluation.md names those that
 * the files in {@code change-analysis} were learned from. Three arguments: a file with the path of a clone, bare or not, on each
 * line; how many of the newest typed commits to take of each; the folder for {@code types.tsv} and {@code words.tsv}.
 */
public final class Presume {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Presume() {}

    private record Lesson(Habits.Seen change, String drafted, String message, boolean bot) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            OUT.println("usage: benchmarks/presume LIST COMMITS FOLDER");
            System.exit(2);
        }
        var clones = Files.readAllLines(Path.of(arguments[0])).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        var training = new PresumptionsTraining();
        // Histories are read beside one another, and learned from in the order of the list.
        try (var readers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var all = new ArrayDeque<Future<List<Lesson>>>();
            clones.forEach(clone ->
                    all.add(readers.submit(() -> read(Path.of(clone), Integer.parseInt(arguments[1])))));
            for (var clone : clones) {
                var lessons = all.removeFirst().get();
                var learner = training.history();
                lessons.forEach(lesson -> learner.learn(lesson.change, lesson.drafted, lesson.message, lesson.bot));
                OUT.printf("%-60s %5d%n", clone, lessons.size());
            }
        }
        training.write(Path.of(arguments[2]));
        OUT.printf("%d commits%n", training.examples());
    }

    private static List<Lesson> read(Path clone, int commits) throws IOException {
        var builder = new FileRepositoryBuilder().findGitDir(clone.toFile());
        try (var repository = builder.setMustExist(true).build()) {
            var lessons = new ArrayList<Lesson>();
            Lessons.teach(
                    repository,
                    repository.resolve(Constants.HEAD),
                    commits,
                    (change, drafted, message, bot) -> lessons.add(new Lesson(change, drafted, message, bot)));
            return lessons;
        }
    }
}
