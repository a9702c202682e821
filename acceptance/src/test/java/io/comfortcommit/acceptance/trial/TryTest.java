package io.comfortcommit.acceptance.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command checks its own outcome with git, exits with 1 where it is wrong, and says what it did in its last line; here
 * it is held to that, and to leaving the repository as it was.
 */
class TryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Begins the program behind it with a network of its own that leads nowhere. */
    private static final List<String> CUT_OFF =
            List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

    @TempDir
    private Path folder;

    private Path repository = Path.of("unset");

    @BeforeEach
    void healthyRepository() throws Exception {
        repository = Files.createDirectories(folder.resolve("a repository with 공백"));
        git("init", "-q", "-b", "main");
        git("config", "user.name", "Author");
        git("config", "user.email", "author@example.com");
    }

    private final Map<String, String> environment = new HashMap<>();
    private List<String> begunBy = List.of();

    private void oneCommit() throws Exception {
        write("src/Order.java", "class Order {\n    int total() {\n        return 1;\n    }\n}\n");
        write("run.sh", "#!/bin/sh\n");
        write("설명.md", "# 주문\n");
        git("add", "-A");
        git("commit", "-qm", "feat: begin");
    }

    @Test
    void anEditAndNewFilesArePushedAsOneCommit() throws Exception {
        oneCommit();
        write("src/Order.java", "class Order {\n    int total() {\n        return 2;\n    }\n}\n");
        write("src/새 파일.txt", "crlf\r\n");
        Files.write(repository.resolve("logo.bin"), new byte[] {0, 1, 2, (byte) 0xff});
        Files.createSymbolicLink(repository.resolve("link"), Path.of("run.sh"));
        pushed(4);
    }

    @Test
    void onlyWhatIsStagedIsPushed() throws Exception {
        oneCommit();
        write("src/Order.java", "class Order {}\n");
        git("add", "src/Order.java");
        write("run.sh", "#!/bin/sh\nnot staged\n");
        pushed(1);
    }

    @Test
    void whomGitDoesNotKnowCanTryItToo() throws Exception {
        oneCommit();
        write("notes/new.txt", "new\n");
        git("config", "--unset", "user.name");
        git("config", "--unset", "user.email");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
        pushed(1);
    }

    @Test
    void onlyUntrackedFilesMakeACommit() throws Exception {
        oneCommit();
        write("notes/new.txt", "new\n");
        pushed(1);
    }

    @Test
    void onlyDeletionsMakeACommit() throws Exception {
        oneCommit();
        Files.delete(repository.resolve("run.sh"));
        Files.delete(repository.resolve("src/Order.java"));
        pushed(2);
    }

    @Test
    void onlyAModeChangeMakesACommit() throws Exception {
        oneCommit();
        assertThat(repository.resolve("run.sh").toFile().setExecutable(true)).isTrue();
        pushed(1);
    }

    @Test
    void theFirstCommitOfAnEmptyRepositoryIsPushed() throws Exception {
        write("README.md", "# new\n");
        pushed(1);
    }

    @Test
    void withoutAChangeTheNewestCommitIsTaken() throws Exception {
        oneCommit();
        write("src/Invoice.java", "class Invoice {}\n");
        git("add", "-A");
        git("commit", "-qm", "feat: invoice");
        pushed(1);
    }

    @Test
    void theAuthorsOwnUnpushedCommitsGoAlong() throws Exception {
        oneCommit();
        Path origin = folder.resolve("origin.git");
        git("init", "-q", "--bare", "-b", "main", origin.toString());
        git("remote", "add", "origin", origin.toString());
        git("push", "-q", "-u", "origin", "main");
        write("one.txt", "one\n");
        git("add", "-A");
        git("commit", "-qm", "feat: one");
        write("two.txt", "two\n");
        pushed(1);
    }

    @Test
    void aDetachedHeadIsRefusedWithAdvice() throws Exception {
        oneCommit();
        git("checkout", "-q", "--detach");
        write("run.sh", "changed\n");
        Run run = comfort("try", "--yes", "--json", "--repo", repository.toString());
        assertThat(run.exit).as(run.said).isNotZero();
        assertThat(run.last().path("error").path("code").asString("")).contains("DETACHED");
        assertThat(run.last().path("error").path("advice").asString("")).isNotBlank();
    }

    @Test
    void nothingAtAllIsSaidAndIsNoFailure() throws Exception {
        Run run = comfort("try", "--yes", "--json", "--repo", repository.toString());
        assertThat(run.exit).as(run.said).isZero();
        assertThat(run.last().path("status").asString("")).isEqualTo("NO_CHANGE");
    }

    @Test
    void fiveThousandFilesArePushed() throws Exception {
        oneCommit();
        for (int number = 0; number < 5_000; number++) {
            write("many/" + number % 50 + "/" + number + ".txt", "file " + number + "\n");
        }
        pushed(5_000);
    }

    /** {@code -Dcomfort.tests.long=true}. */
    @Test
    @EnabledIfSystemProperty(named = "comfort.tests.long", matches = "true", disabledReason = "writes 200 MB")
    void aHistoryOfTwoHundredMegabytesIsNoHindrance() throws Exception {
        Random random = new Random(7);
        for (int number = 0; number < 20; number++) {
            byte[] noise = new byte[10 << 20];
            random.nextBytes(noise);
            Files.write(repository.resolve("noise.bin"), noise);
            git("add", "-A");
            git("commit", "-qm", "chore: noise " + number);
        }
        write("small.txt", "small\n");
        pushed(1);
    }

    /**
     * Nothing but the loopback device is left, and no model is named: the change is read, its message drafted and the commit
     * pushed all the same.
     */
    @Test
    void withoutNetworkAndModelAllOfItIsThere() throws Exception {
        assumeTrue(canBeCutOff(), "unshare may not take the network away here: not tested that a trial needs none");
        begunBy = CUT_OFF;
        oneCommit();
        write(
                "src/Order.java",
                "class Order {\n    int total() {\n        return 1;\n    }\n\n    int tax() {\n        return 0;\n    }\n}\n");
        JsonNode last = pushed(1);
        assertThat(last.required("subject").asString()).isEqualTo("feat: add tax to Order");
    }

    /** Whether what is begun so sees the loopback device and no other. */
    private static boolean canBeCutOff() throws Exception {
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(CUT_OFF.stream(), Stream.of("grep", "-c", ":", "/proc/net/dev"))
                                    .toList())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String devices = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 && devices.equals("1");
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    private JsonNode pushed(int filesChanged) throws Exception {
        String before = state();
        Run run = comfort("try", "--yes", "--json", "--repo", repository.toString());
        assertThat(run.exit).as(run.said).isZero();
        JsonNode last = run.last();
        assertThat(last.required("draftId").asString()).isNotBlank();
        assertThat(last.required("commitId").asString()).matches("[0-9a-f]{40}");
        assertThat(last.required("subject").asString())
                .matches("[a-z]+(\\(.+\\))?: .+")
                .hasSizeLessThanOrEqualTo(72);
        assertThat(last.required("filesChanged").asInt()).isEqualTo(filesChanged);
        assertThat(last.required("timeline")
                        .valueStream()
                        .map(entry -> entry.required("type").asString()))
                .containsExactly("Captured", "Drafted", "Approved", "Pushed");
        assertThat(last.required("millis").propertyNames())
                .contains("copy", "start", "capture", "draft", "approve", "push");
        assertThat(state()).as("the repository after the trial").isEqualTo(before);
        return last;
    }

    private String state() throws Exception {
        return git("status", "--porcelain=v2", "--branch", "--untracked-files=all") + git("for-each-ref");
    }

    private record Run(int exit, List<String> lines, String said) {
        JsonNode last() throws IOException {
            return JSON.readTree(lines.getLast());
        }
    }

    private Run comfort(String... arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path launcher = folder.resolve("launcher");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '" + java + "' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC"
                        + " -XX:TieredStopAtLevel=1 -Xmx384m -cp '" + System.getProperty("java.class.path")
                        + "' io.comfortcommit.standalone.Standalone \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(begunBy);
        command.addAll(List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcomfort.launcher=" + launcher,
                "-cp",
                System.getProperty("java.class.path"),
                "io.comfortcommit.cli.Start"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said.log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("COMFORT_LLM_"));
        builder.environment().putAll(environment);
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("AXONIQ_UPDATE_CHECKER_DISABLED", "true");
        Process process = builder.redirectError(said.toFile()).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Run(process.waitFor(), lines, String.join("\n", lines) + "\n" + Files.readString(said));
    }

    private void write(String path, String content) throws IOException {
        Path file = repository.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String git(String... arguments) throws Exception {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
