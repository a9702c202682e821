package io.comfortcommit.gateway.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The page's files, in memory. Their addresses hold a hash over all of them, so that browsers may keep them for ever and
 * still never mix two versions.
 */
@Component
final class PageFiles {
    private static final String FOLDER = "classpath:io/comfortcommit/gateway/page/";
    /** No module. */
    private static final String BEFORE_ANYTHING = "theme.js";

    private static final String FIRST = "main.js";
    private static final Map<String, MediaType> TYPES = Map.of(
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml;charset=UTF-8"),
            "webmanifest", MediaType.parseMediaType("application/manifest+json"));

    private final Map<String, PageFile> assets = new HashMap<>();
    private final String version;
    private final String document;
    private final byte[] worker;

    PageFiles() {
        var resolver = new PathMatchingResourcePatternResolver(PageFiles.class.getClassLoader());
        try {
            Map<String, byte[]> contents = new TreeMap<>();
            for (Resource asset : resolver.getResources(FOLDER + "assets/*")) {
                String name = asset.getFilename();
                if (name != null) {
                    contents.put(name, asset.getContentAsByteArray());
                }
            }
            this.version = version(contents);
            contents.forEach((name, content) -> assets.put(name, new PageFile(content, packed(content), type(name))));
            this.document = resolver.getResource(FOLDER + "page.html")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("{{preloads}}", preloads(version, contents.keySet()))
                    .replace("{{assets}}", "/assets/" + version);
            this.worker = resolver.getResource(FOLDER + "worker.js")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("{{version}}", version)
                    .replace("{{views}}", array(PageViews.ALL.stream()))
                    .replace(
                            "{{files}}",
                            array(contents.keySet().stream().map(name -> "/assets/" + version + "/" + name)))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the page's files can't be read", e);
        }
    }

    /** @param packed by gzip, once: it never changes */
    record PageFile(byte[] content, byte[] packed, MediaType type) {}

    /** @param language as in HTML's {@code lang} */
    byte[] document(String language) {
        return document.replace("{{lang}}", language).getBytes(StandardCharsets.UTF_8);
    }

    /** The service worker of this version. */
    byte[] worker() {
        return worker.clone();
    }

    Optional<PageFile> asset(String wantedVersion, String name) {
        return wantedVersion.equals(version) ? Optional.ofNullable(assets.get(name)) : Optional.empty();
    }

    /** In JavaScript. */
    private static String array(Stream<String> addresses) {
        return addresses.map(address -> "'" + address + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /** Has a browser ask for all modules at once, instead of for those that each names when it has come. */
    private static String preloads(String version, Collection<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(".js") && !name.equals(BEFORE_ANYTHING) && !name.equals(FIRST))
                .map(name -> "<link rel=\"modulepreload\" href=\"/assets/" + version + "/" + name + "\">")
                .collect(Collectors.joining("\n    "));
    }

    private static byte[] packed(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static MediaType type(String name) {
        MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no media type for " + name);
        }
        return type;
    }

    private static String version(Map<String, byte[]> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
