package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.GitAuthor;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Failed;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.repositories.terms.Signing;
import io.comfortcommit.repositories.terms.Signing.Format;
import io.comfortcommit.testing.Needed;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commits as the repository's rules want them, checked by the real git, gpg and ssh-keygen. */
class SigningTest {
    private static final String PASSPHRASE = "correct horse 말";
    private static TestDatabase database;

    @TempDir
    private Path folder;

    private @Nullable Path gnupg;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void stopAgent() throws Exception {
        if (gnupg != null) {
            run("gpgconf", "--kill", "all");
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, false", "ed25519, true", "ecdsa, false", "rsa, true"})
    void gitVerifiesWhatWasSignedWithAnSshKey(String type, boolean protectedKey) throws Exception {
        Signing signing = sshKey("key", type, protectedKey);
        Workshop workshop = workshop(terms(signing, false));

        Landed landed = landed(publish(workshop));

        assertThat(verifiedBySsh(workshop, landed.commitId()))
                .contains("Good \"git\" signature for author@example.org");
    }

    @ParameterizedTest
    @CsvSource({"ed25519, false", "ed25519, true", "rsa3072, true", "nistp256, false"})
    void gitVerifiesWhatWasSignedWithAnOpenPgpKey(String type, boolean protectedKey) throws Exception {
        Signing signing = openPgpKey(type, protectedKey, false);
        Workshop workshop = workshop(terms(signing, false));

        Landed landed = landed(publish(workshop));

        assertThat(verifiedByGpg(workshop, landed.commitId())).contains("GOODSIG");
    }

    @Test
    void aSubkeyForSigningIsPreferred() throws Exception {
        Workshop workshop = workshop(terms(openPgpKey("ed25519", false, true), false));

        Landed landed = landed(publish(workshop));

        String subkey = run("gpg", "--batch", "--with-colons", "--list-keys")
                .lines()
                .filter(line -> line.startsWith("sub:"))
                .map(line -> line.split(":", -1)[4])
                .findFirst()
                .orElseThrow();
        assertThat(verifiedByGpg(workshop, landed.commitId())).contains("GOODSIG " + subkey);
    }

    @Test
    void theSignedCommitOfARefusedPushIsTheOneThatIsPushedLater() throws Exception {
        // ECDSA never makes the same signature twice
        Workshop workshop = workshop(terms(sshKey("key", "ecdsa", false), false));
        DraftId draft = captured(workshop);
        workshop.refusePushes("exit 1");
        assertThat(workshop.publish(draft, "feat: one")).isInstanceOf(Failed.class);
        String signed = attempts(workshop, draft).getFirst();
        workshop.refusePushes("exit 0");

        Landed landed = landed(workshop.publish(draft, "feat: one"));

        assertThat(landed.commitId()).isEqualTo(signed);
        assertThat(attempts(workshop, draft)).hasSize(3).containsOnly(signed);
    }

    @Test
    void aCommitThatWasSignedBeforeACrashIsNotSignedAgain() throws Exception {
        Workshop workshop = workshop(terms(sshKey("key", "ecdsa", false), false));
        DraftId draft = captured(workshop);
        workshop.observer = step -> {
            if (step == PublishStep.COMMIT_WRITTEN) {
                throw new IllegalStateException("power loss");
            }
        };
        assertThatThrownBy(() -> workshop.publish(draft, "feat: one")).hasMessage("power loss");
        workshop.observer = step -> {};

        Landed landed = landed(workshop.publish(draft, "feat: one"));

        try (var mirror = workshop.mirrors.open(workshop.repository)) {
            assertThat(mirror.git().getRefDatabase().getRefsByPrefix("refs/comfort/attempts/" + draft))
                    .singleElement()
                    .satisfies(ref -> assertThat(ref.getObjectId().name()).isEqualTo(landed.commitId()));
        }
    }

    @Test
    void whatWasPushedIsFoundAlsoAfterTheKeyIsGone() throws Exception {
        Workshop workshop = workshop(terms(sshKey("key", "ed25519", false), false));
        DraftId draft = captured(workshop);
        workshop.observer = step -> {
            if (step == PublishStep.PUSHED) {
                throw new IllegalStateException("power loss");
            }
        };
        assertThatThrownBy(() -> workshop.publish(draft, "feat: one")).hasMessage("power loss");
        workshop.observer = step -> {};
        Files.delete(folder.resolve("key"));

        Landed landed = landed(workshop.publish(draft, "feat: one"));

        assertThat(landed.commitId()).isEqualTo(workshop.remote.run("rev-parse", "main"));
    }

    @Test
    void anotherKeySignsAnew() throws Exception {
        Workshop unsigned = workshop(RemoteTerms.NONE);
        DraftId draft = captured(unsigned);
        unsigned.refusePushes("exit 1");
        unsigned.publish(draft, "feat: one");
        Workshop first = reopened(unsigned, terms(sshKey("first", "ed25519", false), false));
        first.publish(draft, "feat: one");
        Workshop second = reopened(unsigned, terms(sshKey("key", "ed25519", false), false));
        second.refusePushes("exit 0");

        Landed landed = landed(second.publish(draft, "feat: one"));

        assertThat(attempts(second, draft).stream().distinct()).hasSize(3);
        assertThat(verifiedBySsh(second, landed.commitId())).contains("Good \"git\" signature");
    }

    @Test
    void withoutTheRightKeyNothingIsPushedAndNoSecretIsTold() throws Exception {
        Signing key = sshKey("key", "ed25519", true);
        Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2-hunter2\n");
        Path noKey = Files.writeString(folder.resolve("no key"), "sesame-sesame");
        for (Signing signing : List.of(
                new Signing(Format.SSH, key.key(), SecretReference.of("file:" + wrong)),
                new Signing(Format.SSH, key.key(), null),
                new Signing(Format.SSH, SecretReference.of("file:" + folder.resolve("gone")), null),
                new Signing(Format.SSH, SecretReference.of("file:" + noKey), null),
                new Signing(Format.OPENPGP, SecretReference.of("file:" + noKey), null),
                new Signing(Format.OPENPGP, key.key(), null))) {
            Workshop workshop = reopened(null, terms(signing, false));
            DraftId draft = captured(workshop);
            String before = workshop.remote.run("for-each-ref");

            PublishOutcome outcome = workshop.publish(draft, "feat: one");

            assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(PushFailure.SIGNING_FAILED);
                assertThat(failed.detail())
                        .contains("signing key")
                        .doesNotContain("hunter2", "sesame", folder.toString());
            });
            assertThat(workshop.remote.run("for-each-ref")).isEqualTo(before);
        }
    }

    @Test
    void signOffAndTrailersAreAddedOnce() throws Exception {
        Workshop workshop = workshop(new RemoteTerms(
                remote(),
                null,
                null,
                null,
                true,
                List.of("Reviewed-on: https://review.example.org"),
                RemoteTerms.Push.SERVER,
                null));
        DraftId draft = captured(workshop);

        Landed landed = landed(workshop.publish(
                draft, "feat: one\n\nBecause.\n\nRefs: #12\nReviewed-on: https://review.example.org\n"));

        assertThat(workshop.remote.run("log", "-1", "--format=%B", landed.commitId()))
                .isEqualTo("feat: one\n\nBecause.\n\nRefs: #12\nReviewed-on: https://review.example.org\n"
                        + "Signed-off-by: 김 편안 <author@example.org>");
        assertThat(workshop.remote.run(
                        "log", "-1", "--format=%(trailers:key=Signed-off-by,valueonly)", landed.commitId()))
                .isEqualTo("김 편안 <author@example.org>");
    }

    @ParameterizedTest
    @CsvSource({
        "'fix: x', 'fix: x\n\nSigned-off-by: A <a@b>\n'",
        "'fix: x\n\n"
                + "Some words: and more of them', 'fix: x\n\n"
                + "Some words: and more of them\n\n"
                + "Signed-off-by: A <a@b>\n"
                + "'",
        "'fix: x\n\n"
                + "BREAKING CHANGE: all of it\n"
                + "  and more', 'fix: x\n\n"
                + "BREAKING CHANGE: all of it\n"
                + "  and more\n"
                + "Signed-off-by: A <a@b>\n"
                + "'",
        "'Fixes: x', 'Fixes: x\n\nSigned-off-by: A <a@b>\n'"
    })
    void trailersGoToTheLastParagraphOnlyIfItIsOneOfTrailers(String message, String expected) {
        assertThat(Trailers.added(
                        message,
                        new RemoteTerms("x", null, null, null, true, List.of(), RemoteTerms.Push.SERVER, null),
                        new GitAuthor("A", "a@b")))
                .isEqualTo(expected);
    }

    // --- keys

    private Signing sshKey(String name, String type, boolean protectedKey) throws Exception {
        assumeInstalled("ssh-keygen");
        Path key = folder.resolve(name);
        run("ssh-keygen", "-q", "-t", type, "-N", protectedKey ? PASSPHRASE : "", "-C", "", "-f", key.toString());
        return new Signing(Format.SSH, SecretReference.of("file:" + key), passphrase(protectedKey));
    }

    private Signing openPgpKey(String type, boolean protectedKey, boolean subkey) throws Exception {
        assumeInstalled("gpg");
        Path home = Files.createDirectory(
                folder.resolve("gnupg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        gnupg = home;
        String passphrase = protectedKey ? PASSPHRASE : "";
        List<String> quiet = List.of("--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", passphrase);
        gpg(quiet, "--quick-generate-key", "Author <author@example.org>", type, subkey ? "cert" : "sign", "0");
        if (subkey) {
            String fingerprint = run("gpg", "--batch", "--with-colons", "--list-keys")
                    .lines()
                    .filter(line -> line.startsWith("fpr:"))
                    .map(line -> line.split(":", -1)[9])
                    .findFirst()
                    .orElseThrow();
            gpg(quiet, "--quick-add-key", fingerprint, type, "sign", "0");
        }
        Path key = folder.resolve("key.asc");
        gpg(quiet, "--armor", "--output", key.toString(), "--export-secret-keys");
        return new Signing(Format.OPENPGP, SecretReference.of("file:" + key), passphrase(protectedKey));
    }

    private @Nullable SecretReference passphrase(boolean protectedKey) throws IOException {
        Path file = Files.writeString(folder.resolve("passphrase"), PASSPHRASE + "\n");
        return protectedKey ? SecretReference.of("file:" + file) : null;
    }

    private static void assumeInstalled(String program) {
        Needed.program(program, "SIGNATURES ARE NOT TESTED, since nobody else can check them");
    }

    private void gpg(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("gpg"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (gnupg != null) {
            builder.environment().put("GNUPGHOME", gnupg.toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    // --- git

    private String verifiedBySsh(Workshop workshop, String commit) throws Exception {
        Path allowed = Files.writeString(
                folder.resolve("allowed"), "author@example.org " + Files.readString(folder.resolve("key.pub")));
        return run(
                "git",
                "-C",
                workshop.remote.folder.toString(),
                "-c",
                "gpg.ssh.allowedSignersFile=" + allowed,
                "verify-commit",
                commit);
    }

    private String verifiedByGpg(Workshop workshop, String commit) throws Exception {
        return run("git", "-C", workshop.remote.folder.toString(), "verify-commit", "--raw", commit);
    }

    private String remote() {
        return folder.resolve("remote.git").toString();
    }

    private RemoteTerms terms(Signing signing, boolean signOff) {
        return new RemoteTerms(remote(), null, null, signing, signOff, List.of(), RemoteTerms.Push.SERVER, null);
    }

    private Workshop workshop(RemoteTerms terms) throws IOException {
        return reopened(null, terms);
    }

    /** The same place after the settings were changed. */
    private Workshop reopened(@Nullable Workshop before, RemoteTerms terms) throws IOException {
        return new Workshop(folder, database, null, List.of(terms), before == null ? null : before.owner);
    }

    private static DraftId captured(Workshop workshop) throws IOException {
        Workshop.Desk desk = workshop.desk("desk-" + UUID.randomUUID());
        desk.write("a file", "text\n");
        return desk.capture();
    }

    private static PublishOutcome publish(Workshop workshop) throws IOException {
        return workshop.publish(captured(workshop), "feat: 서명한 커밋\n\nWith a body.\n");
    }

    private static Landed landed(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Landed.class);
        return (Landed) outcome;
    }

    private static List<String> attempts(Workshop workshop, DraftId draft) {
        return workshop.jdbc
                .sql("SELECT object_id FROM repositories.push_attempt WHERE draft_id = ? ORDER BY number")
                .param(draft.value())
                .query(String.class)
                .list();
    }
}
