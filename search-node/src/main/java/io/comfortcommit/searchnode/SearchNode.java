package io.comfortcommit.searchnode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.index.reindex.ReindexModulePlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4ModulePlugin;

/**
 * Runs one node on loopback: {@code SearchNode FOLDER}. The first line of its input is the token that each request has to
 * bear; the first line of its output is the port, once it answers. It ends when the input does, that is with whoever started
 * it, however that ended.
 */
public final class SearchNode {
    private static final List<Class<? extends Plugin>> PLUGINS = List.of(
            Netty4ModulePlugin.class,
            CommonAnalysisModulePlugin.class,
            ReindexModulePlugin.class,
            PainlessModulePlugin.class,
            BearerOnly.class);

    /** Comes as an archive of jars, which are on the class path of the process and not on the compiler's. */
    private static final String VECTORS = "org.opensearch.knn.plugin.KNNPlugin";

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private SearchNode() {}

    /** @param arguments the folder that it has for itself */
    public static void main(String[] arguments) throws Exception {
        BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String token = parent.readLine();
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException("no token on the first line of the input");
        }
        BearerOnly.accept(token);
        Thread.ofPlatform().daemon().name("parent").start(() -> endWith(parent));
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Node node = new OpenSearchRunnerNode(environment(home), plugins());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "stop"));
        node.start();
        System.out.println(port(node));
        // No thread of the node's own keeps the process.
        new CountDownLatch(1).await();
    }

    /** Also while the node is still starting, and if it won't stop. */
    private static void endWith(BufferedReader parent) {
        try {
            while (parent.readLine() != null) {
                // Nothing more is said on it; it only has to stay open.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Thread.ofPlatform().daemon().name("last-resort").start(() -> {
            try {
                Thread.sleep(LONGEST_STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    private static List<Class<? extends Plugin>> plugins() throws ClassNotFoundException {
        List<Class<? extends Plugin>> plugins = new ArrayList<>(PLUGINS);
        plugins.add(Class.forName(VECTORS).asSubclass(Plugin.class));
        return plugins;
    }

    private static int port(Node node) {
        return node.injector()
                .getInstance(HttpServerTransport.class)
                .boundAddress()
                .publishAddress()
                .getPort();
    }

    private static Environment environment(Path home) throws IOException {
        Path configuration = Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
                .put("path.home", home.toString())
                .put("path.data", home.resolve("data").toString())
                .put("path.logs", home.resolve("logs").toString())
                .put("cluster.name", "comfort")
                .put("node.name", "comfort")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", 0)
                .put("transport.port", 0)
                // Half of a small desktop's free disk is reason enough for the defaults to refuse writes.
                .put("cluster.routing.allocation.disk.watermark.low", "1gb")
                .put("cluster.routing.allocation.disk.watermark.high", "750mb")
                .put("cluster.routing.allocation.disk.watermark.flood_stage", "500mb")
                .put("action.auto_create_index", false)
                .build();
        return InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), configuration, () -> "comfort");
    }

    private static void close(Node node) {
        try {
            node.close();
            node.awaitClose(8, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
