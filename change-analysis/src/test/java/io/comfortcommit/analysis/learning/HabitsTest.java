package io.comfortcommit.analysis.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.FileChange.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class HabitsTest {
    private final Habits habits = new Habits();

    private static Habits.Seen change(String path, String... lines) {
        return by(Author.UNKNOWN, path, lines);
    }

    private static Habits.Seen by(Author author, String path, String... lines) {
        var hunk = new Hunk(1, 1, 1, 1, List.of(lines));
        return Habits.see(
                new ChangeSet(
                        List.of(new FileChange(
                                path, path, Kind.MODIFIED, 0100644, 0100644, false, 1, 1, List.of(hunk))),
                        false),
                author,
                List.of("rule:refactor"),
                List.of());
    }

    private void learn(int times) {
        for (int i = 0; i < times; i++) {
            habits.learn(
                    change("core/cache/Lru.java", "-var size = " + i, "+var limit = " + i),
                    "",
                    "perf(cache): evict " + i,
                    false);
            habits.learn(change("web/page/Home.java", "-title = a", "+title = b"), "", "feat(web): show " + i, false);
        }
    }

    @Test
    void nothingIsSaidBeforeEnoughIsLearned() {
        learn(3);
        assertThat(habits.type(change("core/cache/Lru.java", "+x"), type -> true))
                .isEmpty();
    }

    @Test
    void typeAndScopeFollowWhatPeopleDidBeforeAndSayWhy() {
        learn(10);
        var change = change("core/cache/Arc.java", "-var size = 3", "+var limit = 4");
        var type = habits.type(change, any -> true).orElseThrow();
        assertThat(type.value()).isEqualTo("perf");
        assertThat(type.confidence()).isBetween(0.5, 1.0);
        assertThat(type.reasons()).isNotEmpty().allMatch(reason -> !reason.contains("web"));
        assertThat(habits.scope(change, "perf", any -> true).orElseThrow().value())
                .isEqualTo("cache");
    }

    @Test
    void whatIsNotAllowedIsNotSaid() {
        learn(10);
        var change = change("core/cache/Arc.java", "+var limit = 4");
        assertThat(habits.type(change, type -> type.equals("feat"))
                        .orElseThrow()
                        .value())
                .isEqualTo("feat");
        assertThat(habits.type(change, type -> false)).isEmpty();
    }

    @Test
    void aSlipOfTheKeyboardIsNoType() {
        learn(10);
        habits.learn(change("core/cache/Lru.java", "+a"), "", "pref(cache): evict", false);
        assertThat(habits.type(change("core/cache/Lru.java", "+a"), type -> type.equals("pref")))
                .isEmpty();
    }

    @Test
    void theSameHistoryTeachesTheSame() {
        learn(10);
        var change = change("core/Other.java", "+var limit = 4");
        var first = habits.type(change, any -> true);
        var again = new HabitsTest();
        again.learn(10);
        assertThat(again.habits.type(change, any -> true)).isEqualTo(first);
    }

    @Test
    void whoMadeTheChangeSpeaksForWhatTheyUsuallyDo() {
        var mina = Author.of("mina@example.org");
        var juno = Author.of("juno@example.org");
        for (int i = 0; i < 20; i++) {
            habits.learn(by(mina, "core/Lru.java", "+var limit = " + i), "", "fix: limit " + i, false);
            habits.learn(by(juno, "core/Lru.java", "+var limit = " + i), "", "refactor: limit " + i, false);
        }
        var minas = by(Author.of(" Mina@Example.org"), "core/Lru.java", "+var limit = 21");
        var junos = by(juno, "core/Lru.java", "+var limit = 21");
        assertThat(habits.type(minas, any -> true).orElseThrow().value()).isEqualTo("fix");
        assertThat(habits.type(junos, any -> true).orElseThrow().value()).isEqualTo("refactor");
        assertThat(habits.precedents(minas, "fix"))
                .anyMatch(precedent ->
                        precedent.feature().startsWith("author:") && precedent.times() == 20 && precedent.all() == 20);
        assertThat(mina.toString()).doesNotContain("mina");
    }

    @Test
    void aScopeThatWouldHaveBeenWrongMoreOftenThanRightIsNotGiven() {
        for (int i = 0; i < 12; i++) {
            habits.learn(change("core/cache/Lru.java", "+a" + i), "", "fix(cache): evict " + i, false);
        }
        var change = change("core/cache/Lru.java", "+b");
        assertThat(habits.scope(change, "fix", any -> true).orElseThrow().value())
                .isEqualTo("cache");
        for (int i = 0; i < 40; i++) {
            var subject = i % 4 == 0 ? "fix(cache): evict " : "fix: evict ";
            habits.learn(change("core/cache/Lru.java", "+a" + i), "", subject + i, false);
        }
        assertThat(habits.scope(change, "fix", any -> true).orElseThrow().value())
                .isEmpty();
    }

    private static Habits.Seen parsed(String limit) {
        return of(
                "src/parser.py",
                List.of("Parser.parse"),
                "-    return sorted(footers)",
                "+    return sorted(footers, key=number_of, limit=" + limit + ")",
                "+def number_of(footer):",
                "+    return int(footer.rpartition(separator)[2])");
    }

    private String describeParsed(Habits.Seen change) {
        return habits.describe(change, "fix", List.of("change Parser.parse"), List.of("Parser.parse", "parser"), 72);
    }

    @Test
    void theSameChangeIsPutAsBefore() {
        learn(15);
        habits.learn(parsed("most"), "change Parser.parse", "fix: ensure issues are sorted by numeric value", false);
        assertThat(describeParsed(parsed("most"))).isEqualTo("ensure issues are sorted by numeric value");
        var other = of("src/parser.py", List.of("Parser.parse"), "-    return sorted(footers)", "+    return footers");
        assertThat(describeParsed(other)).doesNotContain("issues", "numeric");
    }

    @Test
    void aReasonIsNotSaidAgainEvenOfTheSameChange() {
        learn(15);
        habits.learn(parsed("most"), "change Parser.parse", "fix: sort issues because users asked", false);
        assertThat(describeParsed(parsed("most"))).doesNotContain("because", "users");
    }

    private static Habits.Seen models(int version) {
        var hunk = new Hunk(1, 1, 1, 1, List.of("-  limit: " + version, "+  limit: " + (version + 1)));
        return Habits.see(
                new ChangeSet(
                        List.of(new FileChange(
                                "models.yaml",
                                "models.yaml",
                                Kind.MODIFIED,
                                0100644,
                                0100644,
                                false,
                                1,
                                1,
                                List.of(hunk))),
                        false),
                Author.UNKNOWN,
                List.of("rule:chore"),
                List.of("limit", "models.yaml"));
    }

    private String describe(Habits.Seen change) {
        return habits.describe(
                change, "chore", List.of("change limit in models.yaml"), List.of("limit", "models.yaml"), 60);
    }

    @Test
    void aRoutineIsPutAsItAlwaysIs() {
        assertThat(describe(models(0))).isEqualTo("change limit in models.yaml");
        for (int i = 0; i < 30; i++) {
            habits.learn(models(i), "", "chore: update models.yaml", false);
        }
        assertThat(describe(models(99))).isEqualTo("update models.yaml");
    }

    @Test
    void whatIsNotInTheChangeIsNotSaidOfIt() {
        for (int i = 0; i < 30; i++) {
            habits.learn(models(i), "", "chore: remove gpt" + i + " because it is gone", false);
        }
        assertThat(describe(models(99))).doesNotContain("gpt", "because", "remove");
    }

    @Test
    void aSubjectOfBeforeIsNotSaidAgainWithNewsThatTheChangeDoesNotHave() {
        for (int i = 0; i < 30; i++) {
            habits.learn(models(i), "", "fix: models.yaml is flaky on windows " + i % 2, false);
        }
        assertThat(describe(models(99))).doesNotContain("flaky", "windows");
    }

    private static Habits.Seen announcement(String of) {
        return of(
                "announce/" + of + ".md",
                List.of(of),
                "-Download " + of + " from the old page.",
                "+Download " + of + " from the new page.",
                "-Thanks to everybody who helped with " + of + ".",
                "+Thanks to all who helped with " + of + ".");
    }

    @Test
    void aReleaseCanBeAThingWithoutAVersion() {
        for (int i = 0; i < 30; i++) {
            var name = "" + (char) ('a' + i % 26) + (char) ('k' + i / 26) + "reddit";
            habits.learn(announcement(name), "revise " + name + ".md", "docs: update release announcements", false);
        }
        assertThat(habits.describe(
                        announcement("mastodon"), "docs", List.of("revise mastodon.md"), List.of("mastodon"), 72))
                .isEqualTo("update release announcements");
    }

    private static Habits.Seen plugin(String name) {
        var path = "plugins/" + name + "/plugin.yaml";
        var hunk = new Hunk(0, 0, 1, 1, List.of("+id: " + name));
        return Habits.see(
                new ChangeSet(
                        List.of(new FileChange(path, path, Kind.ADDED, 0, 0100644, false, 1, 0, List.of(hunk))), false),
                Author.UNKNOWN,
                List.of("rule:feat"),
                List.of(name));
    }

    private String describePlugin(String name) {
        return habits.describe(plugin(name), "feat", List.of("add plugin.yaml"), List.of(name, "plugin.yaml"), 60);
    }

    @Test
    void whatIsSaidOfLikeChangesIsSaidWithTheNamesOfThisOne() {
        for (int i = 0; i < 30; i++) {
            var name = "" + (char) ('a' + i % 26) + (char) ('k' + i / 26) + "store";
            habits.learn(plugin(name), "", "feat: add " + name + " to the catalogue", false);
        }
        assertThat(describePlugin("meilisearch")).isEqualTo("add meilisearch to the catalogue");
    }

    @Test
    void aWordThatWasSaidOnceIsNotSaidOfAnother() {
        for (int i = 0; i < 30; i++) {
            var name = "" + (char) ('a' + i % 26) + (char) ('k' + i / 26) + "store";
            habits.learn(plugin(name), "", "feat: add " + name + " to the " + name + "less world", false);
        }
        assertThat(describePlugin("meilisearch")).startsWith("add").doesNotContain("store", "world");
    }

    private static Habits.Seen of(String path, List<String> names, String... lines) {
        var hunk = new Hunk(1, 1, 1, 1, List.of(lines));
        return Habits.see(
                new ChangeSet(
                        List.of(new FileChange(
                                path, path, Kind.MODIFIED, 0100644, 0100644, false, 1, 1, List.of(hunk))),
                        false),
                Author.UNKNOWN,
                List.of("rule:build"),
                names);
    }

    @Test
    void aVersionIsSaidOfWhatItStandsBeside() {
        for (int i = 0; i < 30; i++) {
            var old = "-    \"react\": \"^18." + i + ".0\",";
            var current = "+    \"react\": \"^18." + (i + 1) + ".0\",";
            habits.learn(
                    of("package.json", List.of("react"), old, current),
                    "bump react",
                    "build: update react to 18." + (i + 1) + ".0",
                    false);
        }
        var change = of(
                "package.json",
                List.of("express", "react"),
                "-    \"express\": \"^4.19.2\",",
                "+    \"express\": \"^5.2.1\",",
                "     \"left-pad\": \"^1.3.0\",",
                "-    \"react\": \"^18.31.0\",",
                "+    \"react\": \"^19.0.0\",");
        assertThat(habits.describe(change, "build", List.of("bump express and react"), List.of("express", "react"), 60))
                .isIn("update react to 19.0.0", "update express to 5.2.1");
    }

    private static Habits.Seen bumped(String name, String old, String current) {
        return of(
                "gradle.properties",
                List.of(name),
                "-" + name + "Version = " + old,
                "+" + name + "Version = " + current,
                " woodstoxVersion = 7.0.0");
    }

    @Test
    void whatIsNotAtThatVersionIsNotSaidToBe() {
        var names = List.of("asm", "feign", "jackson", "awaitility", "woodstox");
        for (int i = 0; i < 30; i++) {
            var name = names.get(i % names.size());
            var version = "2." + (i + 1) + ".0";
            habits.learn(
                    bumped(name, "2." + i + ".0", version),
                    "bump " + name,
                    "deps: Update " + name + " to " + version,
                    false);
        }
        var change = bumped("stax", "4.2.2", "4.3.0");
        assertThat(habits.describe(change, "deps", List.of("bump stax"), List.of("stax", "woodstox"), 60))
                .isEqualTo("Update stax to 4.3.0");
    }

    private static Habits.Seen entry(int version) {
        return of(
                "debian/changelog",
                List.of("changelog"),
                "+shop (6.5." + version + ") unstable; urgency=medium",
                "+",
                "+  * fix number " + version * 7,
                "+",
                " shop (6.5." + (version - 1) + ") unstable; urgency=medium");
    }

    @Test
    void aNewEntryInALogOfVersionsIsANewVersion() {
        for (int i = 100; i < 130; i++) {
            habits.learn(entry(i), "revise changelog", "chore: bump version to 6.5." + i, false);
        }
        assertThat(habits.describe(entry(141), "chore", List.of("revise changelog"), List.of("changelog"), 60))
                .isEqualTo("bump version to 6.5.141");
    }

    private static Habits.Seen logged(String line) {
        return of("docs/changelog.md", List.of("changelog"), " ### Fixed", "+* " + line, " * Fonts are found again.");
    }

    private void learnLog(String subject) {
        for (int i = 0; i < 30; i++) {
            var issue = "#" + (4_100 + 7 * i);
            habits.learn(logged("Panes. " + issue), "revise changelog.md", "docs: " + subject + " " + issue, false);
        }
    }

    private String describeLog(String line) {
        return habits.describe(logged(line), "docs", List.of("revise changelog.md"), List.of("changelog.md"), 60);
    }

    @Test
    void theIssueIsTheOneThatTheLinesReferTo() {
        learnLog("changelog for");
        assertThat(describeLog("Tabs keep their color #336699. [#4969](https://example.org/issues/4969)"))
                .doesNotContain("#");
        assertThat(describeLog("Tabs keep their names. [#4969](https://example.org/issues/4969)"))
                .isEqualTo("changelog for #4969");
        assertThat(describeLog("Tabs keep their names. #4969, #4970")).doesNotContain("#");
        assertThat(describeLog("Tabs keep their names.")).doesNotContain("#");
    }

    @Test
    void whatWouldCloseAnIssueIsNotSaidOfAnother() {
        learnLog("changelog, closes");
        assertThat(describeLog("Tabs keep their names. #4969")).doesNotContain("#");
    }

    private static Habits.Seen signals(String old, String current) {
        return of(
                "modules/signals/package.json",
                List.of("version"),
                "   \"name\": \"signals\",",
                "-  \"version\": \"" + old + "\",",
                "+  \"version\": \"" + current + "\",");
    }

    @Test
    void aRoutineIsOneWhateverTheVersion() {
        learn(15);
        for (int i = 0; i < 4; i++) {
            habits.learn(
                    signals("18.0.0-rc." + i, "18.0.0-rc." + (i + 1)),
                    "change version",
                    "chore: release the library 18.0.0-rc." + (i + 1),
                    false);
        }
        assertThat(habits.describe(
                        signals("18.0.0-rc.9", "18.0.0"),
                        "chore",
                        List.of("change version in signals/package.json"),
                        List.of("version", "signals"),
                        72))
                .isEqualTo("release the library 18.0.0");
    }

    private static Habits.Seen packages(int patch) {
        return of(
                "package.json",
                List.of("version"),
                "   \"name\": \"adapter\",",
                "-  \"version\": \"1.90." + patch * 2 + "\",",
                "+  \"version\": \"1.90." + (patch * 2 + 1) + "\",",
                "   \"name\": \"router\",",
                "-  \"version\": \"1.166." + patch + "\",",
                "+  \"version\": \"1.166." + (patch + 1) + "\",");
    }

    @Test
    void theVersionThatIsSaidIsTheOneAfterTheOneThatWasSaid() {
        learn(15);
        for (int i = 0; i < 6; i++) {
            habits.learn(packages(i), "change version", "release: v1.166." + (i + 1), false);
        }
        assertThat(habits.describe(
                        packages(6), "release", List.of("change version in package.json"), List.of("version"), 72))
                .isEqualTo("v1.166.7");
    }

    private static Habits.Seen created(int patch) {
        return of(
                "packages/create-vite/package.json",
                List.of("version"),
                "   \"name\": \"create-vite\",",
                "-  \"version\": \"9.0." + patch + "\",",
                "+  \"version\": \"9.0." + (patch + 1) + "\",");
    }

    @Test
    void aNameThatBeginsWithAVerbIsNothingThatIsDone() {
        learn(15);
        for (int i = 0; i < 8; i++) {
            habits.learn(created(i), "change version", "release: create-vite@9.0." + (i + 1), false);
        }
        assertThat(habits.describe(
                        created(20), "release", List.of("change version in package.json"), List.of("version"), 72))
                .isEqualTo("create-vite@9.0.21");
    }

    private static Habits.Seen level(int number) {
        return of(
                "android/variables.gradle",
                List.of("minSdkVersion"),
                "-    minSdkVersion = " + number,
                "+    minSdkVersion = " + (number + 1));
    }

    @Test
    void aNumberThatSomethingGoesToIsOneThatCame() {
        for (int i = 20; i < 32; i++) {
            habits.learn(level(i), "change minSdkVersion", "chore: bump default minSdkVersion to " + (i + 1), false);
        }
        assertThat(habits.describe(level(32), "chore", List.of("change minSdkVersion"), List.of("minSdkVersion"), 72))
                .doesNotContain("32");
    }

    private static Habits.Seen pictures(String one, String other) {
        return of(one + ".yml", List.of(one, other), "-    - " + one, "+    - " + other, "-    # old", "+    # new");
    }

    @Test
    void nothingIsBumpedToWhatIsNoVersion() {
        for (int i = 0; i < 12; i++) {
            var one = "" + (char) ('a' + i) + "debian";
            var other = "" + (char) ('a' + i) + "alpine";
            habits.learn(pictures(one, other), "change " + one, "ci: update " + one + " to " + other, false);
        }
        assertThat(habits.describe(
                        pictures("build", "publish"), "ci", List.of("change build"), List.of("build", "publish"), 72))
                .doesNotContain(" to ");
    }

    @Test
    void onlyWhatHasAVersionIsReleased() {
        for (int i = 0; i < 30; i++) {
            habits.learn(
                    signals("0." + i + ".0", "0." + (i + 1) + ".0"),
                    "change version",
                    "chore: release v0." + (i + 1) + ".0",
                    false);
        }
        assertThat(habits.describe(
                        of("README.md", List.of("readme", "version"), "-Install 0.30.0 of it", "+Install 0.31.0 of it"),
                        "chore",
                        List.of("revise README.md"),
                        List.of("readme", "version"),
                        72))
                .isNotEqualTo("release readme");
    }

    @Test
    void twoThingsKeepTheVersionsThatTheyHave() {
        learn(15);
        var change = of(
                "gradle.properties",
                List.of("gradle", "plugin"),
                "-gradleVersion=8.2.1",
                "+gradleVersion=8.9.0",
                "-pluginVersion=8.2.0",
                "+pluginVersion=8.7.0");
        habits.learn(change, "bump gradle and plugin", "chore: upgrade gradle to 8.9.0 and plugin to 8.7.0", false);
        assertThat(habits.describe(change, "chore", List.of("bump gradle and plugin"), List.of("gradle", "plugin"), 72))
                .isEqualTo("upgrade gradle to 8.9.0 and plugin to 8.7.0");
    }

    private static Habits.Seen pinned(String pin) {
        return of("ci.yml", List.of("ci.yml"), "-    with: nothing", "+    with: " + pin);
    }

    @Test
    void aDigestOfTheLinesIsNotSpokenOf() {
        for (int i = 0; i < 30; i++) {
            var word = "" + (char) ('a' + i % 26) + (char) ('k' + i / 26) + "tool";
            habits.learn(pinned(word), "change ci.yml", "ci: update " + word, false);
        }
        var digest = "26a38635fc1173cc5820336ce97be6188d0de9f5";
        assertThat(habits.describe(pinned(digest), "ci", List.of("change ci.yml"), List.of("ci.yml"), 72))
                .doesNotContain(digest);
        assertThat(habits.describe(pinned("meilisearch"), "ci", List.of("change ci.yml"), List.of("ci.yml"), 72))
                .isEqualTo("update meilisearch");
    }

    private static Habits.Seen action(int minor) {
        var name = "python-semantic-release/python-semantic-release";
        return of(
                ".github/workflows/cicd.yml",
                List.of(name),
                "-        uses: " + name + "@v9." + minor + ".0",
                "+        uses: " + name + "@v9." + (minor + 1) + ".0");
    }

    @Test
    void anActionsVersionsAreThoseOfTheChange() {
        for (int i = 0; i < 60; i++) {
            habits.learn(
                    action(i),
                    "bump python-semantic-release/python-semantic-release",
                    "ci: bump `python-semantic-release@v9." + i + ".0` action to `v9." + (i + 1) + ".0`",
                    false);
        }
        assertThat(habits.describe(
                        action(70),
                        "ci",
                        List.of("bump python-semantic-release/python-semantic-release"),
                        List.of("python-semantic-release"),
                        72))
                .isEqualTo("bump `python-semantic-release@v9.70.0` action to `v9.71.0`");
    }

    @Test
    void aHistoryThatIsReadFromItsNewestCommitOnTeachesToo() {
        for (int i = 0; i < 10; i++) {
            habits.learnBefore(change("core/cache/Lru.java", "+var limit = " + i), "", "perf: evict " + i, false);
            habits.learnBefore(change("web/page/Home.java", "+title = b"), "", "feat: show " + i, false);
        }
        assertThat(habits.type(change("core/cache/Arc.java", "+var limit = 4"), any -> true)
                        .orElseThrow()
                        .value())
                .isEqualTo("perf");
    }
}
