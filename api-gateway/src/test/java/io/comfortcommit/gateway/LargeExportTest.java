package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.query.ChainQuery.ReadLeaves;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * An export of any length goes through a server's memory page by page, at the pace of who reads it. A million entries with
 * {@code -Dcomfort.tests.long=true}.
 */
@NullUnmarked // its fields are filled by the test framework
class LargeExportTest extends GatewayTest {
    private static final int ENTRIES = Boolean.getBoolean("comfort.tests.long") ? 1_000_000 : 200_000;
    /** Bytes of a large leaf, a third more in Base64. */
    private static final int LARGE = 200_000;

    private static final int LARGE_LEAVES = 1_000;
    private static final int LOOKS = 10;
    /** Two pages as objects and as text, and what else the process does; all of the export is four times that, at least. */
    private static final long MOST_GROWTH = 16 << 20;

    /** What sockets hold on loopback, in pages; a tenth of the export and less. */
    private static final int MOST_PAGES_AHEAD = 60;

    @Autowired
    MemoryChain chain;

    @AfterEach
    void forget() {
        chain.forget();
    }

    private Socket export(String format) throws IOException {
        audit.generate(ENTRIES);
        return get("/api/audit/export?events=Approved&format=" + format);
    }

    private Socket chain() throws IOException {
        chain.lengthen(ENTRIES);
        return get("/api/audit/chain");
    }

    private Socket get(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer " + TOKEN
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What is still used when everything that can go is gone. */
    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @CsvSource({"jsonl, commit-draft.approved", "csv, Approved"})
    void howeverLongItIsTheMemoryItTakesIsTheSame(String format, String said) throws IOException {
        assertConstantMemory(export(format), line -> line.contains(said) && line.contains("an export's line "));
    }

    @Test
    void howeverLongTheChainIsTheMemoryItTakesIsTheSame() throws IOException {
        assertConstantMemory(chain(), LargeExportTest::isLeaf);
    }

    private static boolean isLeaf(String line) {
        return line.startsWith("{\"leaf\":");
    }

    /** A hundred in a piece each would be more than the growth that is allowed. */
    @Test
    void howeverLargeItsLeavesAreTheMemoryItTakesIsTheSame() throws IOException {
        chain.enlarge(LARGE, 4);
        chain.lengthen(LARGE_LEAVES);
        assertConstantMemory(get("/api/audit/chain"), LargeExportTest::isLeaf, LARGE_LEAVES);
        assertThat(chain.asked()).hasSize(LARGE_LEAVES / 4);
    }

    private static void assertConstantMemory(Socket export, Predicate<String> isEntry) throws IOException {
        assertConstantMemory(export, isEntry, ENTRIES);
    }

    private static void assertConstantMemory(Socket export, Predicate<String> isEntry, int all) throws IOException {
        try (Socket socket = export;
                BufferedReader lines = reader(socket)) {
            long before = 0;
            long most = 0;
            long characters = 0;
            int entries = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                characters += line.length();
                if (isEntry.test(line)) {
                    entries++;
                    if (entries == all / LOOKS) {
                        before = used();
                    } else if (entries % (all / LOOKS) == 0) {
                        most = Math.max(most, used());
                    }
                }
            }
            assertThat(entries).isEqualTo(all);
            assertThat(characters).isGreaterThan(2 * MOST_GROWTH);
            assertThat(most - before).isLessThan(MOST_GROWTH);
        }
    }

    @Test
    void whoReadsSlowlyIsWaitedFor() throws IOException {
        try (Socket socket = export("jsonl");
                BufferedReader lines = reader(socket)) {
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            AtomicInteger seen = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(500))
                    .until(() -> seen.getAndSet(audit.asked().size())
                            == audit.asked().size());
            assertThat(audit.asked()).as("pages that were asked for").hasSizeBetween(1, MOST_PAGES_AHEAD);

            assertThat(lines.lines().filter(line -> line.contains("an export's line ")))
                    .hasSize(ENTRIES);
            assertThat(audit.asked()).hasSizeGreaterThanOrEqualTo(ENTRIES / 1000);
        }
    }

    @Test
    void whoReadsTheChainSlowlyIsWaitedFor() throws IOException {
        try (Socket socket = chain();
                BufferedReader lines = reader(socket)) {
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            AtomicInteger seen = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(500))
                    .until(() -> seen.getAndSet(chain.asked().size())
                            == chain.asked().size());
            assertThat(chain.asked()).as("pages that were asked for").hasSizeBetween(1, MOST_PAGES_AHEAD);

            assertThat(lines.lines().filter(LargeExportTest::isLeaf)).hasSize(ENTRIES);
            assertThat(chain.asked()).hasSize(ENTRIES / ReadLeaves.MOST);
        }
    }
}
