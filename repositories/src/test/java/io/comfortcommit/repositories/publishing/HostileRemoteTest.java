package io.comfortcommit.repositories.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.PushFailure;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.PublishOutcome.Failed;
import io.comfortcommit.repositories.PublishOutcome.Landed;
import io.comfortcommit.repositories.PublishOutcome.Unreachable;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.testing.GitOverHttp;
import io.comfortcommit.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Remotes that do not do what a remote should: the wait ends, what is recorded is true, and the work lands later, once. */
class HostileRemoteTest {
    private static final Patience IMPATIENT =
            new Patience(Duration.ofMillis(1500), Duration.ofMillis(1500), Duration.ofMinutes(1), 3);
    private static TestDatabase database;

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
        server.close();
    }

    @Test
    void aRemoteThatHangsIsUnreachable() {
        server.trouble = exchange -> server.hang();
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @Test
    void aRemoteThatHangsInThePushIsUnreachable() {
        server.trouble = exchange -> GitOverHttp.isPush(exchange) && server.hang();
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @Test
    void aRemoteThatAnswersDropByDropIsUnreachable() {
        server.trouble = exchange -> server.drip(exchange, server.run(exchange, exchange.getRequestBody()));
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    /** How a look at what is new may be spoilt. */
    enum Look {
        HANGS,
        DRIPS,
        HANGS_BEFORE_ITS_OBJECTS,
        DRIPS_ITS_OBJECTS,
        BREAKS_IN_ITS_OBJECTS,
        IS_NOT_WELL
    }

    /** With all the time of the world between two bytes, so that only the time for everything ends it. */
    @ParameterizedTest
    @EnumSource
    void whatIsNewIsNotWaitedForWithoutAnEnd(Look look) throws IOException {
        Workshop.Desk colleague = workshop.desk("colleague");
        colleague.write("theirs.txt", "theirs\n");
        colleague.push("theirs");
        server.trouble = exchange -> befall(look, exchange);

        try (Mirror mirror =
                workshop.mirrors(Duration.ofHours(1), IMPATIENT.fetch()).open(workshop.repository)) {
            assertThatThrownBy(mirror::fetch).isInstanceOf(IOException.class);
            assertThat(mirror.follow("main", IMPATIENT.fetch())).isFalse();
        }

        server.letGo();
        server.trouble = exchange -> false;
        try (Mirror mirror = workshop.mirrors.open(workshop.repository)) {
            mirror.fetch();
            assertThat(mirror.lastFetched("main"))
                    .isEqualTo(ObjectId.fromString(workshop.remote.run("rev-parse", "main")));
        }
    }

    private boolean befall(Look look, HttpExchange exchange) throws IOException {
        if (look == Look.HANGS) {
            return server.hang();
        }
        if (look == Look.IS_NOT_WELL) {
            return GitOverHttp.refuse(exchange, 503);
        }
        byte[] response = server.run(exchange, exchange.getRequestBody());
        boolean objects = new String(response, StandardCharsets.ISO_8859_1).contains("PACK");
        if (look == Look.DRIPS || objects && look == Look.DRIPS_ITS_OBJECTS) {
            return server.drip(exchange, response);
        }
        if (objects && look == Look.HANGS_BEFORE_ITS_OBJECTS) {
            return server.hang();
        }
        if (objects && look == Look.BREAKS_IN_ITS_OBJECTS) {
            response = Arrays.copyOf(response, response.length - 30);
        }
        GitOverHttp.send(exchange, response);
        return true;
    }

    @Test
    void aPushThatWasGivenUpAndLandsLateIsFoundAndNotDoneTwice() throws Exception {
        CountDownLatch landed = new CountDownLatch(1);
        server.trouble = exchange -> {
            if (!GitOverHttp.isPush(exchange)) {
                return false;
            }
            byte[] pack = exchange.getRequestBody().readAllBytes();
            server.hang();
            server.run(exchange, new ByteArrayInputStream(pack));
            landed.countDown();
            return true;
        };
        workshop.patience = IMPATIENT;

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertThat(workshop.remote.run("rev-list", "--count", "main")).isEqualTo("1");
        server.letGo();
        assertThat(landed.await(1, TimeUnit.MINUTES)).isTrue();
        String late = workshop.remote.run("rev-parse", "main");

        assertThat(assertLandsOnceAllIsWell().commitId()).isEqualTo(late);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void aRemoteInTroubleIsUnreachable(int status) {
        server.trouble = exchange -> GitOverHttp.refuse(exchange, status);

        assertThat(publish()).isInstanceOf(Unreachable.class);
        assertLandsOnceAllIsWell();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRemoteThatDeniesIsARefusal(int status) {
        server.trouble = exchange -> GitOverHttp.refuse(exchange, status);

        assertRefused(publish());
        assertLandsOnceAllIsWell();
    }

    @Test
    void aRemoteThatLetsReadButNotPushIsARefusal() {
        server.trouble = exchange ->
                exchange.getRequestURI().toString().contains("receive-pack") && GitOverHttp.refuse(exchange, 403);

        assertRefused(publish());
        assertLandsOnceAllIsWell();
    }

    @Test
    void aConnectionThatBreaksBeforeThePushIsDoneIsUnreachable() {
        server.trouble = GitOverHttp::breakInThePush;

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
        server.trouble = GitOverHttp::lie;

        assertThat(assertRefused(publish()).detail()).contains("said that it took the commit");
        assertLandsOnceAllIsWell();
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
