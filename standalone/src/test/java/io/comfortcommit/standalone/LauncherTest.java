package io.comfortcommit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code ./comfort}, in a checkout whose build and whose JDK only write down how they were called. */
class LauncherTest {
    private static final String BUILD = """
            #!/bin/sh
            echo built >>"$PWD/builds"
            [ ! -e "$PWD/broken" ] || { echo '[ERROR] A.java:[1,2] no such thing'; exit 1; }
            for module in standalone cli; do
              mkdir -p $module/target
              echo jar >$module/target/$module-1.jar
              echo "$PWD/messages.jar:$PWD/other place/library.jar" >$module/target/comfort.classpath
            done
            """;

    private static final String JAVA = """
            #!/bin/sh
            for argument in "$@"; do echo "$argument"; done
            """;

    @TempDir
    Path temporary;

    private Path checkout;
    private Path jdk;

    private record Outcome(int exit, List<String> output, String complaints) {}

    @BeforeEach
    void aCheckoutAndAJdk() throws IOException {
        checkout = Files.createDirectory(temporary.resolve("체크 아웃"));
        Path real = Path.of("..").toAbsolutePath().normalize();
        Files.copy(real.resolve("comfort"), checkout.resolve("comfort"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.copy(real.resolve(".mvn/find-jdk.sh"), checkout.resolve(".mvn/find-jdk.sh"));
        executable(checkout.resolve("mvnw"), BUILD);
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        Files.createDirectories(checkout.resolve("messages/src/main/java"));
        Files.writeString(checkout.resolve("messages/src/main/java/A.java"), "class A {}");
        Files.createDirectories(checkout.resolve("other place"));
        Files.writeString(checkout.resolve("other place/library.jar"), "library");
        Files.writeString(checkout.resolve("messages.jar"), "messages");
        jdk = temporary.resolve("jdk 25");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        executable(jdk.resolve("bin/java"), JAVA);
        executable(jdk.resolve("bin/javac"), JAVA);
        Files.walk(checkout).forEach(LauncherTest::makeOld);
    }

    @Test
    void theFirstUseBuildsAndTheNextDoesNot() throws Exception {
        Outcome first = comfort("drafts", "--json");
        assertThat(first.exit()).isZero();
        assertThat(first.complaints()).contains("building");
        assertThat(first.output())
                .contains("io.comfortcommit.cli.Start", "drafts", "--json")
                .contains("-Dcomfort.launcher=" + checkout.toRealPath().resolve("comfort"));

        Outcome second = comfort("drafts");
        assertThat(second.complaints()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void upRunsTheServerWithWhatWasBuiltAndNotWithWhatMayBeBuiltNext() throws Exception {
        Outcome up = comfort("up", "--port", "0");
        assertThat(up.output().subList(up.output().size() - 4, up.output().size()))
                .containsExactly("io.comfortcommit.standalone.Standalone", "up", "--port", "0");
        String classPath = up.output().get(up.output().indexOf("-cp") + 1);
        List<Path> jars = Stream.of(classPath.split(":")).map(Path::of).toList();
        assertThat(jars)
                .extracting(jar -> jar.getFileName().toString())
                .containsExactly("standalone-1.jar", "messages.jar", "library.jar");
        assertThat(jars)
                .allSatisfy(jar -> assertThat(jar)
                        .startsWith(checkout.toRealPath().resolve(".comfort/builds"))
                        .exists());
    }

    @Test
    void aChangedAddedOrRemovedSourceIsBuilt() throws Exception {
        comfort("drafts");
        Path added = checkout.resolve("messages/src/main/java/B.java");
        Files.writeString(added, "class B {}");
        comfort("drafts");
        assertThat(builds()).isEqualTo(2);
        comfort("drafts");
        assertThat(builds()).isEqualTo(2);
        Files.delete(added);
        comfort("drafts");
        assertThat(builds()).isEqualTo(3);
        Files.writeString(checkout.resolve("pom.xml"), "<project><!-- --></project>");
        comfort("drafts");
        assertThat(builds()).isEqualTo(4);
        assertThat(Files.list(checkout.resolve(".comfort/builds"))).hasSize(1);
    }

    @Test
    void aBuildThatFailsShowsWhyAndRunsNothing() throws Exception {
        Files.writeString(checkout.resolve("broken"), "");
        Outcome failed = comfort("drafts");
        assertThat(failed.exit()).isEqualTo(3);
        assertThat(failed.output()).isEmpty();
        assertThat(failed.complaints()).contains("[ERROR] A.java:[1,2] no such thing", "build.log");
        Files.delete(checkout.resolve("broken"));
        assertThat(comfort("drafts").exit()).isZero();
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        executable(checkout.resolve("mvnw"), BUILD.replace("echo built", "sleep 0.3; echo built"));
        makeOld(checkout.resolve("mvnw"));
        Process one = launch(Map.of(), "drafts");
        Process other = launch(Map.of(), "drafts");
        assertThat(one.waitFor()).isZero();
        assertThat(other.waitFor()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aLockLeftByAKilledBuildIsTakenOver() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Files.createDirectories(checkout.resolve(".comfort"));
        Files.writeString(checkout.resolve(".comfort/building"), ended.pid() + "\n");
        assertThat(comfort("drafts").exit()).isZero();
    }

    @Test
    void itWorksFromAnywhereThroughALinkAndInTheUsersFolder() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("cc"), Path.of("체크 아웃/comfort"));
        executable(jdk.resolve("bin/java"), "#!/bin/sh\npwd\n");
        Process process = process(Map.of(), link.toString(), "drafts")
                .directory(Files.createDirectory(temporary.resolve("elsewhere")).toFile())
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo(temporary.toRealPath().resolve("elsewhere").toString());
    }

    @Test
    void whatIsMissingIsSaidInTheUsersLanguage() throws Exception {
        Files.writeString(checkout.resolve("broken"), "");
        assertThat(comfortIn(Map.of("LC_ALL", "ko_KR.UTF-8"), "drafts").complaints())
                .contains("빌드에 실패했습니다");
    }

    @Test
    void javaOptionsOfTheUserComeLastSoThatTheyWin() throws Exception {
        List<String> output =
                comfortIn(Map.of("COMFORT_JAVA_OPTS", "-Xmx1g -Da=b"), "up").output();
        assertThat(output.indexOf("-Xmx1g"))
                .isGreaterThan(output.indexOf("-Xmx512m"))
                .isLessThan(output.indexOf("-cp"));
        assertThat(output).contains("-Da=b");
    }

    private Outcome comfort(String... arguments) throws Exception {
        return comfortIn(Map.of(), arguments);
    }

    private Outcome comfortIn(Map<String, String> environment, String... arguments) throws Exception {
        Path complaints = temporary.resolve("complaints");
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("comfort").toString()));
        command.addAll(List.of(arguments));
        Process process = process(environment, command.toArray(String[]::new))
                .redirectError(complaints.toFile())
                .start();
        List<String> output =
                process.inputReader(StandardCharsets.UTF_8).lines().toList();
        return new Outcome(process.waitFor(), output, Files.readString(complaints));
    }

    private Process launch(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("comfort").toString()));
        command.addAll(List.of(arguments));
        return process(environment, command.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder process(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("COMFORT_AOT", "off");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder;
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Older than any build: file systems count time in steps, and the launcher looks for what is newer. */
    private static void makeOld(Path path) {
        try {
            Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
