package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Failed;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.repositories.PublishOutcome.Unreachable;
import io.comfortcommit.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Remotes that do not do what a remote should: the wait ends, what is recorded is true, and the work lands later, once. */
class HostileRemoteTest {
    private static final Patience IMPATIENT =
            new Patience(Duration.ofMillis(1500), Duration.ofMillis(1500), Duration.ofMinutes(1), 3);
    private static TestDatabase database;

    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private GitOverHttp server;
    private Workshop workshop;
    private DraftId draft;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.migrated("repositories");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void open() throws IOException {
        server = new GitOverHttp(folder, null);
        workshop = new Workshop(folder, database, server.url() + "/remote.git");
        GitOverHttp.allowPushes(workshop.remote.folder);
        Workshop.Desk desk = workshop.desk("desk");
        desk.write("a file", "text\n");
        desk.commit("begin");
        desk.git.run("push", "--quiet", "origin", "HEAD:main");
        desk.write("a file", "more text\n");
        draft = desk.capture();
    }

    @AfterEach
    void close() {
        over.countDown();
        server.close();
    }

    @Test
    void aRemoteThatHangsIsUnreachable() {
        server.trouble = exchange -> hang();
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @Test
    void aRemoteThatHangsInThePushIsUnreachable() {
        server.trouble = exchange -> GitOverHttp.isPush(exchange) && hang();
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @Test
    void aRemoteThatAnswersDropByDropIsUnreachable() {
        server.trouble = exchange -> {
            byte[] answer = server.run(exchange, exchange.getRequestBody());
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream drops = exchange.getResponseBody()) {
                for (byte drop : answer) {
                    drops.write(drop);
                    drops.flush();
                    if (over.await(100, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        };
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @Test
    void aPushThatWasGivenUpAndLandsLateIsFoundAndNotDoneTwice() throws Exception {
        CountDownLatch landed = new CountDownLatch(1);
        server.trouble = exchange -> {
            if (!GitOverHttp.isPush(exchange)) {
                return false;
            }
            byte[] pack = exchange.getRequestBody().readAllBytes();
            hang();
            server.run(exchange, new ByteArrayInputStream(pack));
            landed.countDown();
            return true;
        };
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertThat(workshop.remote.run("rev-list", "--count", "main")).isEqualTo("1");
        over.countDown();
        assertThat(landed.await(1, TimeUnit.MINUTES)).isTrue();
        String late = workshop.remote.run("rev-parse", "main");

        assertThat(assertLandsOnceAllIsWell().commitId()).isEqualTo(late);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void aRemoteInTroubleIsUnreachable(int status) {
        server.trouble = exchange -> refuse(exchange, status);

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRemoteThatDeniesIsARefusal(int status) {
        server.trouble = exchange -> refuse(exchange, status);

        assertRefused(publish());
        assertLandsOnceAllIsWell();
    }

    @Test
    void aRemoteThatLetsReadButNotPushIsARefusal() {
        server.trouble =
                exchange -> exchange.getRequestURI().toString().contains("receive-pack") && refuse(exchange, 403);

        assertRefused(publish());
        assertLandsOnceAllIsWell();
    }

    @Test
    void aConnectionThatBreaksBeforeThePushIsDoneIsUnreachable() {
        server.trouble = exchange -> {
            if (GitOverHttp.isPush(exchange)) {
                exchange.getRequestBody().readNBytes(20);
                exchange.close();
                return true;
            }
            return false;
        };

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertThat(workshop.remote.run("rev-list", "--count", "main")).isEqualTo("1");
        assertLandsOnceAllIsWell();
    }

    @Test
    void aPushThatWasDoneBeforeTheConnectionBrokeIsFoundAndNotDoneTwice() {
        server.trouble = exchange -> {
            if (GitOverHttp.isPush(exchange)) {
                server.run(exchange, exchange.getRequestBody());
                exchange.close();
                return true;
            }
            return false;
        };
        assertThat(publish()).isInstanceOf(Unreachable.class);
        String pushed = workshop.remote.run("rev-parse", "main");

        assertThat(assertLandsOnceAllIsWell().commitId()).isEqualTo(pushed);
    }

    @Test
    void aRemoteThatSaysThatItTookACommitAndDidNotIsARefusal() {
        Pattern command = Pattern.compile("[0-9a-f]{40} [0-9a-f]{40} (refs/heads/[^\\x00]+)\\x00");
        server.trouble = exchange -> {
            if (!GitOverHttp.isPush(exchange)) {
                return false;
            }
            boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
            Matcher asked = command.matcher(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
            assertThat(asked.find()).isTrue();
            ByteArrayOutputStream report = new ByteArrayOutputStream();
            packet(report, "unpack ok\n".getBytes(StandardCharsets.US_ASCII));
            packet(report, ("ok " + asked.group(1) + "\n").getBytes(StandardCharsets.US_ASCII));
            report.writeBytes("0000".getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream band = new ByteArrayOutputStream();
            band.write(1);
            report.writeTo(band);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            packet(answer, band.toByteArray());
            answer.writeBytes("0000".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-receive-pack-result");
            exchange.sendResponseHeaders(200, answer.size());
            answer.writeTo(exchange.getResponseBody());
            return true;
        };

        assertThat(assertRefused(publish()).detail()).contains("said that it took the commit");
        assertLandsOnceAllIsWell();
    }

    private static void packet(ByteArrayOutputStream out, byte[] payload) {
        out.writeBytes(String.format("%04x", payload.length + 4).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
    }

    private boolean hang() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static boolean refuse(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        return true;
    }

    private PublishOutcome publish() {
        return workshop.publish(draft, "feat: one");
    }

    private static Failed assertRefused(PublishOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        Failed failed = (Failed) outcome;
        assertThat(failed.failure()).isEqualTo(PushFailure.REMOTE_REFUSED);
        return failed;
    }

    private Landed assertLandsOnceAllIsWell() {
        server.trouble = exchange -> false;
        workshop.patience = Patience.DEFAULT;
        PublishOutcome outcome = publish();
        assertThat(outcome).isInstanceOf(Landed.class);
        Landed landed = (Landed) outcome;
        assertThat(workshop.remote.run("rev-parse", "main")).isEqualTo(landed.commitId());
        assertThat(workshop.remote.run("rev-list", "--count", "main")).isEqualTo("2");
        assertThat(workshop.remote.run("for-each-ref", "--format=%(refname:short)"))
                .isEqualTo("main");
        return landed;
    }
}
