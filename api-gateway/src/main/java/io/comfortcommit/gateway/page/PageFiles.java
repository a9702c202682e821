package io.comfortcommit.gateway.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 * The page's files, in memory, its modules joined to one script. Their addresses hold a hash over all of them, so that
 * browsers may keep them for ever and still never mix two versions.
 */
@Component
final class PageFiles {
    private static final String FOLDER = "classpath:io/comfortcommit/gateway/page/";
    private static final String SCRIPT = ".js";
    /** The module that imports the others; the script that is served under its name holds them all. */
    private static final String FIRST = "main";

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
            join(contents);
            byte[] page = resolver.getResource(FOLDER + "page.html").getContentAsByteArray();
            byte[] background = resolver.getResource(FOLDER + "worker.js").getContentAsByteArray();
            this.version = version(contents, page, background);
            contents.forEach((name, content) -> assets.put(name, new PageFile(content, packed(content), type(name))));
            this.document = new String(page, StandardCharsets.UTF_8).replace("{{assets}}", "/assets/" + version);
            this.worker = new String(background, StandardCharsets.UTF_8)
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

    /** Names what is served: it is another one whenever any of the page's files is. */
    String version() {
        return version;
    }

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

    /** Puts one script in the place of the modules that are in it. */
    private static void join(Map<String, byte[]> contents) {
        Map<String, String> scripts = new TreeMap<>();
        contents.forEach((name, content) -> {
            if (name.endsWith(SCRIPT)) {
                scripts.put(
                        name.substring(0, name.length() - SCRIPT.length()),
                        new String(content, StandardCharsets.UTF_8));
            }
        });
        JoinedScript joined = JoinedScript.of(FIRST, scripts);
        joined.modules().forEach(module -> contents.remove(module + SCRIPT));
        contents.put(FIRST + SCRIPT, joined.text().getBytes(StandardCharsets.UTF_8));
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

    private static String version(Map<String, byte[]> contents, byte[]... others) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] other : others) {
                digest.update(other);
            }
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
