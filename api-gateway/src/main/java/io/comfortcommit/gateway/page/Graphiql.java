package io.comfortcommit.gateway.page;

import io.comfortcommit.gateway.IntrospectionProperties;
import io.comfortcommit.gateway.dispatch.Offload;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * GraphiQL and what it runs on, as they are published, from their jars. Few ever ask for them, so they are read when
 * somebody does. Their addresses hold their versions, as the paths in the jars do.
 */
@Component
final class Graphiql {
    private static final String FOLDER = "META-INF/resources/webjars/";
    private static final Pattern FILE = Pattern.compile(FOLDER + "([^/]+)/([^/]+)/(?:[^/]+/)*([^/]+)$");
    /** By their places in the document. */
    private static final Map<String, String> FILES = Map.of(
            "react", "react/*/umd/react.production.min.js",
            "react-dom", "react-dom/*/umd/react-dom.production.min.js",
            "graphiql", "graphiql/*/graphiql.min.js",
            "graphiql-style", "graphiql/*/graphiql.min.css");

    private final boolean offered;
    private final Offload offload;
    private @Nullable Published published;

    Graphiql(IntrospectionProperties properties, Offload offload) {
        this.offered = properties.offersGraphiql();
        this.offload = offload;
    }

    /**
     * @param addresses by the names of their places in the document
     * @param files by their addresses
     */
    private record Published(Map<String, String> addresses, Map<String, PageFile> files) {}

    /** By the names of their places in the document; empty where it is not offered. */
    Mono<Map<String, String>> addresses() {
        return read().map(Published::addresses);
    }

    /** Empty if there is none. */
    Mono<PageFile> asset(String version, String name) {
        return read().mapNotNull(read -> read.files().get(address(version, name)));
    }

    private Mono<Published> read() {
        return offered ? offload.call(this::readOnce) : Mono.empty();
    }

    private synchronized Published readOnce() throws IOException {
        Published known = published;
        if (known == null) {
            known = readAll();
            published = known;
        }
        return known;
    }

    private static Published readAll() throws IOException {
        var resolver = new PathMatchingResourcePatternResolver(Graphiql.class.getClassLoader());
        Map<String, String> addresses = new HashMap<>();
        Map<String, PageFile> files = new HashMap<>();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            List<Resource> found = List.of(resolver.getResources("classpath:" + FOLDER + file.getValue()));
            if (found.size() != 1) {
                throw new IOException("there must be one " + file.getValue() + ": " + found);
            }
            Resource one = found.getFirst();
            Matcher path = FILE.matcher(one.getURL().getPath());
            if (!path.find()) {
                throw new IOException("without a version: " + one);
            }
            String address = address(path.group(1) + "-" + path.group(2), path.group(3));
            addresses.put(file.getKey(), address);
            files.put(address, PageFile.of(path.group(3), one.getContentAsByteArray()));
        }
        return new Published(addresses, files);
    }

    private static String address(String version, String name) {
        return "/assets/" + version + "/" + name;
    }
}
