package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange.Kind;
import io.comfortcommit.analysis.learning.Author;
import io.comfortcommit.analysis.learning.ConventionalSubject;
import io.comfortcommit.analysis.learning.Habits;
import io.comfortcommit.analysis.learning.Habits.Learned;
import io.comfortcommit.analysis.learning.Habits.Seen;
import io.comfortcommit.analysis.learning.Learner;
import io.comfortcommit.analysis.paths.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Drafts from the structure of a change alone, in Conventional Commits. The same change in the same context always gives
 * the same message. It says what the change does to which things and never why; it quotes names and versions, never other values, and no
 * name that looks like a secret. Thread-safe.
 */
public final class StructuralDrafter implements MessageDrafter {
    /** Characters in a line. */
    private static final int WIDTH = DraftingContext.LONGEST_FIRST_LINE;

    private static final int MOST_BULLETS = 8;
    private static final Wording.Detail IN_BULLET = new Wording.Detail(6, true, 60);

    @Override
    public Draft draft(ChangeSet change, DraftingContext context) {
        var phrases = Phrases.in(context.language());
        if (change.files().isEmpty()) {
            return new Draft(context.formed("chore: " + phrases.text("nothing"), Set.of()));
        }
        var files = Touched.in(change);
        var labels = new Labels(phrases, paths(files));
        var points = Points.of(files, labels);
        var seen = Habits.see(change, context.author(), Evidence.of(files), names(points));
        var rule = TypeOfChange.of(files, context.branch());
        var word = context.habits()
                .type(seen, context.rules()::allowsType)
                .map(Learned::value)
                .orElse(rule.word());
        var type = CommitType.of(word).orElse(rule);
        var scope = scope(files, context, seen, word);

        var isFirst = context.recentSubjects().isEmpty() && files.stream().allMatch(file -> file.is(Kind.ADDED));
        var headline = isFirst && files.size() > 1
                ? List.of(new Point(Verb.START, PathKind.OTHER, beginnings(files, points, labels), null, 0))
                : headline(points, type);
        var wording = new Wording(phrases);
        var subject =
                inTheirForm(Subject.fitting(wording, word, isFirst ? null : scope, headline, context.width()), context);
        var text = isFirst
                ? subject.text()
                : inTheirWords(subject, wording, context, seen, word, points, things(points, change));

        var key = IssueKeys.in(context.branch());
        var message = new StringBuilder(
                key.flatMap(found -> IssueKeys.place(text, found, context.recentSubjects(), context.width()))
                        .orElse(text));
        if (!text.equals(subject.text()) || !subject.saysAll(points)) {
            message.append("\n\n").append(String.join("\n", body(phrases, wording, ordered(points, headline))));
        }
        key.ifPresent(found -> message.append("\n\nRefs: ").append(found));
        var ruled = context.formed(message.toString(), Set.copyOf(paths(files)));
        var reasons = new ArrayList<>(
                context.form().ofType(word).isPresent()
                        ? List.<Reason>of()
                        : ReasonsForType.of(files, context.habits(), seen, word, rule));
        context.form().forType(word).stream().map(Reason::of).forEach(reasons::add);
        return new Draft(ruled, reasons);
    }

    private static @Nullable String scope(List<Touched> files, DraftingContext context, Seen seen, String type) {
        var learned = context.habits().scope(seen, type, Scopes::isSayable);
        if (learned.isPresent()) {
            return learned.get().value().isEmpty() ? null : learned.get().value();
        }
        return new Scopes(context.recentSubjects())
                .of(carriers(files).stream().map(Touched::path).toList())
                .orElse(null);
    }

    /** What a commit teaches, once it is there; each in its turn, oldest first. */
    public static void learn(Learner learner, ChangeSet change, String message, Author author, boolean bot) {
        if (!change.files().isEmpty()) {
            var files = Touched.in(change);
            var points = Points.of(files, new Labels(Phrases.in(Locale.ENGLISH), paths(files)));
            learner.learn(
                    Habits.see(change, author, Evidence.of(files), names(points)),
                    description(files, points, message),
                    message,
                    bot);
        }
    }

    /** What a commit teaches that is older than all that were learned. */
    public static void learnBefore(Habits habits, ChangeSet change, String message, Author author, boolean bot) {
        if (!change.files().isEmpty()) {
            var files = Touched.in(change);
            var points = Points.of(files, new Labels(Phrases.in(Locale.ENGLISH), paths(files)));
            habits.learnBefore(
                    Habits.see(change, author, Evidence.of(files), names(points)),
                    description(files, points, message),
                    message,
                    bot);
        }
    }

    /** What would be said of a change of the person's type if there were no history. */
    private static String description(List<Touched> files, List<Point> points, String message) {
        var type = ConventionalSubject.in(message)
                .flatMap(subject -> CommitType.of(subject.type()))
                .orElseGet(() -> TypeOfChange.of(files, ""));
        var subject = Subject.fitting(
                new Wording(Phrases.in(Locale.ENGLISH)), type.word(), null, headline(points, type), WIDTH);
        return subject.text().substring(type.word().length() + 2);
    }

    private static Subject inTheirForm(Subject subject, DraftingContext context) {
        return context.korean()
                ? new Subject(
                        KoreanEnding.of(context.recentSubjects()).put(subject.text(), context.width()),
                        subject.complete(),
                        subject.points())
                : subject;
    }

    private static String inTheirWords(
            Subject subject,
            Wording wording,
            DraftingContext context,
            Seen seen,
            String type,
            List<Point> points,
            List<String> things) {
        if (context.korean()) {
            return subject.text();
        }
        var start = subject.text().indexOf(": ") + 2;
        var drafted = new LinkedHashSet<String>();
        drafted.add(subject.text().substring(start));
        drafted.addAll(subject.variants(wording));
        drafted.addAll(Summaries.of(points));
        return subject.text().substring(0, start)
                + context.habits().describe(seen, type, List.copyOf(drafted), things, context.width() - start);
    }

    private static List<String> names(List<Point> points) {
        return points.stream()
                .flatMap(point -> point.place() == null
                        ? point.names().stream()
                        : Stream.concat(point.names().stream(), Stream.of(point.place())))
                .distinct()
                .limit(40)
                .toList();
    }

    /** Names, and what they are made of: {@code order-client.ts} is also "order client". */
    private static List<String> things(List<Point> points, ChangeSet change) {
        var things = new LinkedHashSet<String>();
        var names = new ArrayList<>(names(points));
        names.addAll(Mentions.in(change));
        for (var name : names) {
            things.add(name);
            var base = name.substring(name.lastIndexOf('/') + 1);
            things.add(base);
            var dot = base.indexOf('.', 1);
            var words = words(dot > 0 ? base.substring(0, dot) : base);
            if (words.size() <= 4 && !words.isEmpty()) {
                things.add(String.join(" ", words));
            }
        }
        return things.stream().filter(thing -> thing.length() > 2).toList();
    }

    private static List<String> words(String name) {
        return Stream.of(name.split("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Where there is source, tests, pages and builds go along with it. */
    private static List<Touched> carriers(List<Touched> files) {
        var sources =
                files.stream().filter(file -> file.about() == PathKind.SOURCE).toList();
        return sources.isEmpty() ? files : sources;
    }

    /** All paths that a message may name; a moved file is named once. */
    private static Collection<String> paths(List<Touched> files) {
        var paths = new ArrayList<String>();
        for (var touched : files) {
            paths.add(touched.path());
            var old = touched.file().oldPath();
            if (old != null && !Labels.name(old).equals(Labels.name(touched.path()))) {
                paths.add(old);
            }
        }
        return paths;
    }

    /** What a first commit brings: its folders where there are several, otherwise what its files declare. */
    private static List<String> beginnings(List<Touched> files, List<Point> points, Labels labels) {
        var folders = new LinkedHashSet<String>();
        files.stream()
                .map(Touched::path)
                .filter(path -> path.indexOf('/') > 0 && !path.startsWith("."))
                .map(path -> path.substring(0, path.indexOf('/')))
                .filter(Names::sayable)
                .map(labels::folder)
                .forEach(folders::add);
        return folders.size() > 1
                ? List.copyOf(folders)
                : points.stream()
                        .flatMap(point -> point.names().stream())
                        .distinct()
                        .toList();
    }

    /** The points that the subject speaks of: those that made the type, the weightiest verb, then one more. */
    private static List<Point> headline(List<Point> points, CommitType type) {
        var candidates = Stream.<Predicate<Point>>of(
                        point -> carries(point, type), point -> point.about() == PathKind.SOURCE, point -> true)
                .map(test -> points.stream().filter(test).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseThrow();
        var first = candidates.getFirst();
        var headline = new ArrayList<>(List.of(first));
        candidates.stream()
                .skip(1)
                .filter(point -> point.verb() == first.verb())
                .forEach(headline::add);
        candidates.stream()
                .filter(point -> point.verb() != first.verb() && point.weight() * 3 >= first.weight())
                .findFirst()
                .ifPresent(headline::add);
        return headline;
    }

    private static boolean carries(Point point, CommitType type) {
        return switch (type) {
            case DOCS -> point.about() == PathKind.DOCUMENTATION || point.verb() == Verb.COMMENT;
            case TEST -> point.about() == PathKind.TEST;
            case BUILD -> point.about() == PathKind.BUILD || point.about() == PathKind.LOCKFILE;
            case CI -> point.about() == PathKind.CI;
            case FEAT ->
                point.about() == PathKind.SOURCE && (point.verb() == Verb.ADD || point.verb() == Verb.ADD_WITH);
            case FIX -> point.about() == PathKind.SOURCE && point.verb().corrects();
            case REFACTOR, PERF, STYLE -> point.about() == PathKind.SOURCE;
            case CHORE -> point.about() != PathKind.OTHER && point.about() != PathKind.DOCUMENTATION;
        };
    }

    /** What the subject speaks of comes first, then the source, then the rest; each by weight. */
    private static List<Point> ordered(List<Point> points, List<Point> headline) {
        return points.stream()
                .sorted(Comparator.comparing((Point point) -> !headline.contains(point))
                        .thenComparing(point -> point.about() != PathKind.SOURCE))
                .toList();
    }

    private static List<String> body(Phrases phrases, Wording wording, List<Point> points) {
        record Same(Verb verb, PathKind about, List<String> names) {}
        var bullets = new LinkedHashMap<Same, List<Point>>();
        for (var point : points) {
            bullets.computeIfAbsent(new Same(point.verb(), point.about(), point.names()), same -> new ArrayList<>())
                    .add(point);
        }
        var shown = bullets.size() > MOST_BULLETS ? MOST_BULLETS - 1 : bullets.size();
        var said = bullets.values().stream().limit(shown).map(same -> wording.say(same, IN_BULLET));
        var rest = shown < bullets.size()
                ? Stream.of(phrases.text("bullets.more", bullets.size() - shown))
                : Stream.<String>empty();
        return Stream.concat(said, rest).flatMap(text -> bullet(text).stream()).toList();
    }

    /** Words are never broken, so a line with one long word is longer. */
    private static List<String> bullet(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder("-");
        for (var word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > 2) {
                lines.add(line.toString());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
