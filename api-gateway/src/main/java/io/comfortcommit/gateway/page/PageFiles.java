package io.comfortcommit.gateway.page;

import io.comfortcommit.gateway.IntrospectionProperties;
import io.comfortcommit.gateway.access.ContentPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The page's files, in memory, its modules joined to one script. Their addresses hold a hash over all of them, so that
 * browsers may keep them for ever and still never mix two versions.
 */
@Component
final class PageFiles {
    private static final String FOLDER = "classpath:io/comfortcommit/gateway/page/";
    private static final String SCRIPT = ".js";
    /** Asks for what the page needs first, and stands in the document: it must not wait for anything. */
    private static final String BEGIN = "begin";
    /** The module that imports the others; the script that is served under its name holds all that it imports. */
    private static final String MAIN = "main";
    /** Likewise, of the document around GraphiQL, which no phone loads and the page's worker does not keep. */
    private static final String EXPLORER = "explorer";

    private final Map<String, PageFile> assets = new HashMap<>();
    private final String version;
    private final String document;
    private final String policy;
    private final String explorer;
    private final byte[] worker;

    PageFiles(IntrospectionProperties properties) {
        var resolver = new PathMatchingResourcePatternResolver(PageFiles.class.getClassLoader());
        try {
            Map<String, byte[]> contents = new TreeMap<>();
            for (Resource asset : resolver.getResources(FOLDER + "assets/*")) {
                String name = asset.getFilename();
                if (name != null) {
                    contents.put(name, asset.getContentAsByteArray());
                }
            }
            Map<String, String> modules = modules(contents);
            JoinedScript begin = JoinedScript.of(BEGIN, modules);
            JoinedScript main = JoinedScript.of(MAIN, modules);
            begin.modules().forEach(module -> contents.remove(module + SCRIPT));
            main.modules().forEach(module -> contents.remove(module + SCRIPT));
            contents.put(MAIN + SCRIPT, bytes(main.text()));
            List<String> kept = List.copyOf(contents.keySet());
            if (properties.offersGraphiql()) {
                modules.put(EXPLORER, text(resolver, "explorer/explorer.js"));
                contents.put(
                        EXPLORER + SCRIPT,
                        bytes(JoinedScript.of(EXPLORER, modules).text()));
                contents.put(EXPLORER + ".css", bytes(text(resolver, "explorer/explorer.css")));
            }
            String page = text(resolver, "page.html")
                    .replace("{{graphiql}}", String.valueOf(properties.offersGraphiql()))
                    .replace("{{begin}}", begin.text());
            String around = text(resolver, "explorer/explorer.html");
            String background = text(resolver, "worker.js");
            this.version = version(contents, page, around, background);
            contents.forEach((name, content) -> assets.put(name, PageFile.of(name, content)));
            this.document = page.replace("{{assets}}", address(""));
            this.policy = ContentPolicy.allowing(begin.text());
            this.explorer = around.replace("{{assets}}", address(""));
            this.worker = bytes(background
                    .replace("{{version}}", version)
                    .replace("{{views}}", array(PageViews.ALL.stream()))
                    .replace("{{files}}", array(kept.stream().map(name -> address("/" + name)))));
        } catch (IOException e) {
            throw new UncheckedIOException("the page's files can't be read", e);
        }
    }

    /** Names what is served: it is another one whenever any of the page's files is. */
    String version() {
        return version;
    }

    /** @param language as in HTML's {@code lang} */
    byte[] document(String language) {
        return bytes(document.replace("{{lang}}", language));
    }

    /** What browsers may load and run for {@link #document}. */
    String policy() {
        return policy;
    }

    /**
     * The document around GraphiQL.
     *
     * @param language as in HTML's {@code lang}
     * @param nonce of the style that it adds, as the content security policy has it
     * @param published addresses by the names of their places
     */
    byte[] explorer(String language, String nonce, Map<String, String> published) {
        String filled = explorer.replace("{{lang}}", language).replace("{{nonce}}", nonce);
        for (Map.Entry<String, String> one : published.entrySet()) {
            filled = filled.replace("{{" + one.getKey() + "}}", one.getValue());
        }
        return bytes(filled);
    }

    /** The service worker of this version. */
    byte[] worker() {
        return worker.clone();
    }

    Optional<PageFile> asset(String wantedVersion, String name) {
        return wantedVersion.equals(version) ? Optional.ofNullable(assets.get(name)) : Optional.empty();
    }

    private String address(String name) {
        return "/assets/" + version + name;
    }

    /** In JavaScript. */
    private static String array(Stream<String> addresses) {
        return addresses.map(address -> "'" + address + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /** By their names without {@code .js}. */
    private static Map<String, String> modules(Map<String, byte[]> contents) {
        Map<String, String> modules = new TreeMap<>();
        contents.forEach((name, content) -> {
            if (name.endsWith(SCRIPT)) {
                modules.put(
                        name.substring(0, name.length() - SCRIPT.length()),
                        new String(content, StandardCharsets.UTF_8));
            }
        });
        return modules;
    }

    private static String text(PathMatchingResourcePatternResolver resolver, String name) throws IOException {
        return resolver.getResource(FOLDER + name).getContentAsString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String version(Map<String, byte[]> contents, String... others) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String other : others) {
                digest.update(bytes(other));
            }
            contents.forEach((name, content) -> {
                digest.update(bytes(name));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
