package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Failed;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.repositories.PublishOutcome.Unreachable;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.repositories.terms.Credential;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.repositories.terms.SshKey;
import io.comfortcommit.testing.GitOverHttp;
import io.comfortcommit.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures pushed over https and ssh, to servers that run the real git on loopback. */
class HostsTest {
    private static final String TOKEN = "t0ken-of-the-installation";
    private static final Patience IMPATIENT =
            new Patience(Duration.ofMillis(1500), Duration.ofMillis(1500), Duration.ofMinutes(1), 3);
    private static TestDatabase database;

    @TempDir
    private Path folder;

    private Path token;

    @TempDir
    private static Path authority;

    @BeforeAll
    static void prepare() throws Exception {
        database = TestDatabase.migrated("repositories");
        certify();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void writeToken() throws IOException {
        token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    }

    // --- https

    @Test
    void aTokenOpensARemoteOverHttps() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, certified()).requiring("bot", TOKEN)) {
            Workshop workshop = workshop(server.url(), token("bot"), authority.resolve("ca.pem"));

            assertLands(workshop);
        }
    }

    @Test
    void aTokenThatIsTurnedAwayIsShownOnceAndARefusal() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, null).requiring("bot", "another")) {
            Workshop workshop = workshop(server.url(), token("bot"), null);

            Failed failed = failed(publish(workshop));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
            assertThat(failed.detail()).doesNotContain(TOKEN).contains("not authorized");
            assertThat(server.authorizations.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void aRemoteThatWantsATokenAndGetsNoneIsARefusal() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, null).requiring("bot", TOKEN)) {
            Failed failed = failed(publish(workshop(server.url(), null, null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
            assertThat(server.authorizations).isEmpty();
        }
    }

    @Test
    void aTokenThatIsNotWhereTheSettingsSayIsARefusal() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, null).requiring("bot", TOKEN)) {
            Workshop workshop = workshop(server.url(), token("bot"), null);
            Files.delete(token);

            Failed failed = failed(publish(workshop));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
            assertThat(failed.detail()).contains("credential").doesNotContain(folder.toString());
        }
    }

    @Test
    void aTokenGoesNowhereElseWhenTheRemoteRedirects() throws Exception {
        try (GitOverHttp elsewhere = new GitOverHttp(folder, null);
                GitOverHttp server = new GitOverHttp(folder, null).requiring("bot", TOKEN)) {
            server.trouble = exchange -> {
                exchange.getResponseHeaders().add("Location", elsewhere.url() + exchange.getRequestURI());
                exchange.sendResponseHeaders(302, -1);
                return true;
            };

            Failed failed = failed(publish(workshop(server.url(), token("bot"), null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
            assertThat(failed.detail()).contains("moved");
            assertThat(server.authorizations).isNotEmpty();
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void aCertificateOfNobodyKnownIsNotTrusted() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, certified())) {
            Failed failed = failed(publish(workshop(server.url(), token("bot"), null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_NOT_TRUSTED);
            assertThat(failed.detail()).contains("certificate");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, certified())) {
            Failed failed = failed(publish(workshop(
                    server.url().replace("127.0.0.1", "localhost"), token("bot"), authority.resolve("ca.pem"))));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_NOT_TRUSTED);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void theAuthorSeesWordByWordWhatAServersHookSays() throws Exception {
        try (GitOverHttp server = new GitOverHttp(folder, null)) {
            Workshop workshop = workshop(server.url(), null, null);
            GitOverHttp.allowPushes(workshop.remote.folder);
            workshop.refusePushes("echo 'Policy 7: commits name a ticket.' >&2\necho '정책 7: 티켓을 적으세요.' >&2\nexit 1");

            Failed failed = failed(publish(workshop));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
            assertThat(failed.detail()).contains("Policy 7: commits name a ticket.\n정책 7: 티켓을 적으세요.");
        }
    }

    // --- ssh

    @ParameterizedTest
    @ValueSource(strings = {"", "two words"})
    void aKeyOpensARemoteOverSsh(String passphrase) throws Exception {
        sshKeygen("key", passphrase);
        KeyPair key = SshKey.open(Files.readAllBytes(folder.resolve("key")), passphrase);
        try (GitOverSsh server = new GitOverSsh(Path.of("/"), hostKey(), key.getPublic())) {
            Files.writeString(folder.resolve("known_hosts"), "# compared\n" + server.knownHostsLine());
            Path words = Files.writeString(folder.resolve("words"), passphrase + "\n");
            SecretReference reference = passphrase.isEmpty() ? null : SecretReference.of("file:" + words);

            assertLands(workshop(
                    server.url(),
                    new Credential("", null, SecretReference.of("file:" + folder.resolve("key")), reference),
                    null));
        }
    }

    @Test
    void anUnknownHostKeyIsRefusedWithItsFingerprintAndWhatToDo() throws Exception {
        KeyPair hostKey = hostKey();
        try (GitOverSsh server = ssh(hostKey)) {
            Failed failed = failed(publish(workshop(server.url(), key(), null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_NOT_TRUSTED);
            assertThat(failed.detail())
                    .contains(KeyUtils.getFingerPrint(hostKey.getPublic()), "is not known")
                    .endsWith("ssh-keyscan -p " + server.port() + " 127.0.0.1");
        }
    }

    @Test
    void anotherHostKeyThanBeforeIsRefused() throws Exception {
        try (GitOverSsh before = ssh(hostKey());
                GitOverSsh server = ssh(hostKey())) {
            Files.writeString(
                    folder.resolve("known_hosts"),
                    before.knownHostsLine().replace(":" + before.port(), ":" + server.port()));

            Failed failed = failed(publish(workshop(server.url(), key(), null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_NOT_TRUSTED);
            assertThat(failed.detail()).contains("another one than before");
        }
    }

    @Test
    void aRevokedHostKeyIsRefusedAlsoIfItIsKnown() throws Exception {
        try (GitOverSsh server = ssh(hostKey())) {
            String line = server.knownHostsLine();
            Files.writeString(folder.resolve("known_hosts"), line + "@revoked " + line);

            Failed failed = failed(publish(workshop(server.url(), key(), null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_NOT_TRUSTED);
            assertThat(failed.detail()).contains("revoked");
        }
    }

    @Test
    void aKeyThatTheHostDoesNotKnowIsARefusal() throws Exception {
        try (GitOverSsh server = ssh(hostKey())) {
            Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine());
            sshKeygen("stranger");

            Failed failed = failed(publish(workshop(server.url(), key("stranger"), null)));

            assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
        }
    }

    @Test
    void anSshHostThatIsGoneIsUnreachable() throws Exception {
        GitOverSsh server = ssh(hostKey());
        Workshop workshop = workshop(server.url(), key(), null);
        server.close();

        assertThat(publish(workshop)).isInstanceOf(Unreachable.class);
    }

    @Test
    void anSshHostThatSaysNothingIsUnreachable() throws Exception {
        sshKeygen("key");
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Workshop workshop = workshop("ssh://git@127.0.0.1:" + silent.getLocalPort(), key(), null);
            workshop.patience = IMPATIENT;

            assertThat(publish(workshop)).isInstanceOf(Unreachable.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void anSshHostThatIsLostInThePushIsUnreachableAndTheWorkLandsOnce(GitOverSsh.Trouble trouble) throws Exception {
        try (GitOverSsh server = ssh(hostKey())) {
            Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine());
            Workshop workshop = workshop(server.url(), key(), null);
            Workshop.Desk desk = workshop.desk("desk");
            desk.write("first.txt", "first\n");
            DraftId draft = desk.capture();
            boolean done = trouble == GitOverSsh.Trouble.BREAKS_AFTER_IT_WAS_DONE;
            server.trouble = trouble;
            boolean endless = trouble == GitOverSsh.Trouble.HANGS || trouble == GitOverSsh.Trouble.DRIPS;
            workshop.patience = endless ? IMPATIENT : Patience.DEFAULT;

            assertThat(workshop.publish(draft, "feat: first")).isInstanceOf(Unreachable.class);
            String pushed = workshop.remote.run("for-each-ref", "--format=%(objectname)", "refs/heads");
            assertThat(pushed.isEmpty()).isNotEqualTo(done);
            server.trouble = GitOverSsh.Trouble.NONE;
            workshop.patience = Patience.DEFAULT;
            Landed landed = landed(workshop.publish(draft, "feat: first"));

            assertThat(workshop.remote.run("for-each-ref", "--format=%(objectname)", "refs/heads"))
                    .isEqualTo(landed.commitId())
                    .isEqualTo(done ? pushed : landed.commitId());
        }
    }

    // --- around

    private static void assertLands(Workshop workshop) throws IOException {
        Workshop.Desk desk = workshop.desk("desk");
        desk.write("first.txt", "first\n");
        Landed first = landed(workshop.publish(desk.capture(), "feat: first"));
        desk.git.run("fetch", "--quiet", "origin");
        desk.git.run("reset", "--quiet", "--hard", "origin/main");
        desk.write("second.txt", "second\n");
        DraftId second = desk.capture();
        Workshop.Desk colleague = workshop.desk("colleague");
        colleague.write("theirs.txt", "theirs\n");
        colleague.push("theirs");

        Landed landed = landed(workshop.publish(second, "feat: second"));

        assertThat(landed.landing()).isEqualTo(Landing.BRANCH);
        assertThat(workshop.remote.run("rev-parse", "main")).isEqualTo(landed.commitId());
        assertThat(workshop.remote.run("rev-parse", "main~2")).isEqualTo(first.commitId());
        assertThat(workshop.remote.run("ls-tree", "--name-only", "main"))
                .isEqualTo("first.txt\nsecond.txt\ntheirs.txt");
    }

    private static PublishOutcome publish(Workshop workshop) throws IOException {
        Workshop.Desk desk = workshop.desk("desk");
        desk.write("first.txt", "first\n");
        return workshop.publish(desk.capture(), "feat: first");
    }

    private Workshop workshop(String server, @Nullable Credential credential, @Nullable Path authorities)
            throws IOException {
        boolean overSsh = server.startsWith("ssh:");
        return new Workshop(
                folder,
                database,
                server + (overSsh ? folder.resolve("remote.git") : "/remote.git"),
                List.of(new RemoteTerms(
                        server, credential, authorities, null, false, List.of(), RemoteTerms.Push.SERVER, null)),
                null);
    }

    private Credential token(String name) {
        return new Credential(name, SecretReference.of("file:" + token), null, null);
    }

    private Credential key() throws Exception {
        return key("key");
    }

    private Credential key(String name) throws Exception {
        return new Credential("", null, SecretReference.of("file:" + folder.resolve(name)), null);
    }

    private GitOverSsh ssh(KeyPair hostKey) throws Exception {
        if (Files.notExists(folder.resolve("key"))) {
            sshKeygen("key");
        }
        KeyPair allowed = SshKey.open(Files.readAllBytes(folder.resolve("key")), "");
        return new GitOverSsh(Path.of("/"), hostKey, allowed.getPublic());
    }

    private void sshKeygen(String name) throws Exception {
        sshKeygen(name, "");
    }

    private void sshKeygen(String name, String passphrase) throws Exception {
        run(
                folder,
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                passphrase,
                "-f",
                folder.resolve(name).toString());
    }

    private static KeyPair hostKey() throws Exception {
        return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    }

    /** An identity for 127.0.0.1, made by an authority of our own, whose certificate lies in ca.pem. */
    private static void certify() throws Exception {
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=our own", "-ext", "bc:c", "-keystore", "ca.p12");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-keystore", "ca.p12", "-file", "ca.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-dname",
                "CN=server",
                "-ext",
                "san=ip:127.0.0.1",
                "-signer",
                "ca",
                "-keystore",
                "ca.p12");
    }

    private static SSLContext certified() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(authority.resolve("ca.p12"))) {
            store.load(in, "changeit".toCharArray());
        }
        store.deleteEntry("ca");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "changeit"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-storetype", "PKCS12", "-validity", "2"));
        }
        run(authority, command.toArray(String[]::new));
    }

    private static void run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Landed landed(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Landed.class);
        return (Landed) outcome;
    }

    private static Failed failed(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }
}
