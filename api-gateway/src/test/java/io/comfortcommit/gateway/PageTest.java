package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.test.web.reactive.server.WebTestClient;

class PageTest extends GatewayTest {
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    private static final Pattern INLINE = Pattern.compile("<script(?![^>]* src=)[^>]*>(.*?)</script>", Pattern.DOTALL);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void thePageIsTheSameForEveryDraftAndHoldsNothingOfIt() {
        String home = get("/", 200);
        assertThat(home).contains("<html lang=\"en\">");
        assertThat(get("/d/" + UUID.randomUUID(), 200)).isEqualTo(home);
        assertThat(get("/history", 200)).isEqualTo(home);
        assertThat(get("/devices", 200)).isEqualTo(home);
        assertThat(get("/settings", 200)).isEqualTo(home);
        assertThat(get("/d/nonsense", 404)).isEqualTo(home);
    }

    @Test
    void thePageSpeaksTheBrowsersLanguageAndIsNotKeptForAnother() {
        anybody.get()
                .uri("/")
                .header("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.8")
                .exchange()
                .expectHeader()
                .value("Vary", vary -> assertThat(vary).contains("Accept-Language"))
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache")
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("<html lang=\"ko\">"));
    }

    @Test
    void thePagesFilesMayBeKeptForEver() throws IOException {
        List<String> assets = ASSET.matcher(get("/", 200))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(assets)
                .extracting(asset -> asset.substring(asset.lastIndexOf('/') + 1))
                .containsExactlyInAnyOrder(
                        "icon.svg", "app.webmanifest", "theme.js", "page.css", "texts.en.js", "main.js");
        for (String asset : assets) {
            anybody.get()
                    .uri(asset)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .valueEquals("Cache-Control", "max-age=31536000, public, immutable")
                    .expectHeader()
                    .value(
                            "Content-Type",
                            type -> assertThat(type)
                                    .matches("(text/(css|javascript)|image/svg\\+xml);.*|application/manifest\\+json"));
        }
        anybody.get()
                .uri("/assets/0123456789abcdef/main.js")
                .exchange()
                .expectStatus()
                .isNotFound();
        anybody.get()
                .uri("/assets/" + assets.getFirst().split("/")[2] + "/..%2Fpage.html")
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isIn(400, 404));
    }

    @Test
    void whoTakesGzipGetsThePagesFilesPacked() throws IOException, InterruptedException {
        String script = ASSET.matcher(get("/", 200))
                .results()
                .map(match -> match.group(1))
                .filter(asset -> asset.endsWith("texts.en.js"))
                .findFirst()
                .orElseThrow();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(script)));
        HttpResponse<byte[]> packed = http.send(
                request.header("Accept-Encoding", "br, gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().allValues("Vary")).contains("Accept-Encoding");
        try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text("texts.en.js"));
        }
        HttpResponse<byte[]> plain = http.send(
                HttpRequest.newBuilder(URI.create(url(script))).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void theWorkerIsAskedForAnewAndKeepsEveryFileOfItsVersion() throws IOException {
        String version = ASSET.matcher(get("/", 200))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .split("/")[2];
        String worker = new String(
                Objects.requireNonNull(anybody.get()
                        .uri("/worker.js")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueEquals("Cache-Control", "no-cache")
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent()),
                StandardCharsets.UTF_8);
        assertThat(worker).doesNotContain("{{").contains("comfort-page-" + version);
        assertThat(List.of("main.js", "theme.js", "texts.en.js", "texts.ko.js", "page.css", "icon.svg"))
                .allSatisfy(name -> assertThat(worker).contains("'/assets/" + version + "/" + name + "'"));
        String manifest = Objects.requireNonNull(anybody.get()
                .uri("/assets/" + version + "/app.webmanifest")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        assertThat(Pattern.compile("\"src\": \"([^\"]+)\"")
                        .matcher(manifest)
                        .results()
                        .map(match(1)))
                .isNotEmpty()
                .allSatisfy(icon -> assertThat(worker).contains("/" + icon + "'"));
    }

    @Test
    void allScriptsTogetherFitAPhonesFirstLoad() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (String script : files().values()) {
            try (GZIPOutputStream one = new GZIPOutputStream(packed)) {
                one.write(script.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(packed.size()).as("bytes of script, gzipped").isLessThanOrEqualTo(120 * 1024);
    }

    @Test
    void everyModuleIsInTheOneScriptOrAskedForByName() throws IOException {
        String page = get("/", 200);
        Matcher main = Pattern.compile("/assets/\\w+/main\\.js").matcher(page);
        assertThat(main.find()).isTrue();
        String script = anybody.get()
                .uri(main.group())
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(files().keySet())
                .filteredOn(
                        name -> !name.startsWith("texts.") && !name.equals("begin.js") && !page.contains("/" + name))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(script).contains("const $" + name.replace(".js", " =")));
    }

    @Test
    void aPageAndAWorkerThatAreKnownAreNotSentAgain() {
        for (String path : List.of("/", "/worker.js")) {
            anybody.get()
                    .uri(path)
                    .header("If-None-Match", tag(path))
                    .exchange()
                    .expectStatus()
                    .isNotModified();
            anybody.get()
                    .uri(path)
                    .header("If-None-Match", "\"another\"")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void noMarkupHoldsStyleOrAScriptButTheOneThatThePolicyNamesByItsHash() throws NoSuchAlgorithmException {
        String page = get("/", 200);
        assertThat(page).doesNotContain("style=").doesNotContainPattern("\\son\\w+=");
        List<String> scripts = INLINE.matcher(page).results().map(match(1)).toList();
        assertThat(scripts).singleElement().asString().contains("window.comfortBegun");
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(scripts.getFirst().getBytes(StandardCharsets.UTF_8));
        for (WebTestClient.RequestHeadersSpec<?> request : List.of(
                anybody.get().uri("/"),
                anybody.get().uri("/d/nonsense"),
                anybody.get().uri("/").header("If-None-Match", tag("/")))) {
            request.exchange()
                    .expectHeader()
                    .value(
                            "Content-Security-Policy",
                            policy -> assertThat(policy)
                                    .contains("; script-src 'self' 'sha256-"
                                            + Base64.getEncoder().encodeToString(hash) + "'; "));
        }
    }

    @Test
    void noFileOfThePageMakesMarkupFromText() throws IOException {
        files().forEach((name, text) -> assertThat(text)
                .as(name)
                .doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function"));
    }

    @Test
    void everyTextOfThePageExistsInBothLanguages() throws IOException {
        TreeSet<String> english = keys(text("texts.en.js"));
        // Korean counts everything alike.
        english.removeIf(key -> key.endsWith(".one"));
        assertThat(keys(text("texts.ko.js"))).isEqualTo(english);
    }

    @Test
    void everyTextThatThePageAsksForExists() throws IOException {
        TreeSet<String> known = keys(text("texts.en.js"));
        List<String> unknown = new ArrayList<>();
        Pattern use = Pattern.compile("\\b(t|parts|count)\\('([a-z][\\w.-]*)'");
        files().forEach((name, text) -> use.matcher(text).results().forEach(match -> {
            String key = match.group(1).equals("count") ? match.group(2) + ".other" : match.group(2);
            if (!known.contains(key)) {
                unknown.add(name + ": " + key);
            }
        }));
        assertThat(unknown).isEmpty();
    }

    private String tag(String path) {
        return Objects.requireNonNull(
                anybody.get()
                        .uri(path)
                        .exchange()
                        .returnResult(Void.class)
                        .getResponseHeaders()
                        .getETag(),
                path);
    }

    private static TreeSet<String> keys(String texts) {
        TreeSet<String> keys = new TreeSet<>();
        Pattern.compile("(?m)^  '([^']+)': ")
                .matcher(texts)
                .results()
                .map(match(1))
                .forEach(keys::add);
        return keys;
    }

    private static Function<MatchResult, String> match(int group) {
        return result -> result.group(group);
    }

    private static String text(String name) throws IOException {
        return Objects.requireNonNull(files().get(name), name);
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Resource resource : new PathMatchingResourcePatternResolver()
                .getResources("classpath:io/comfortcommit/gateway/page/assets/*.js")) {
            files.put(String.valueOf(resource.getFilename()), resource.getContentAsString(StandardCharsets.UTF_8));
        }
        return files;
    }

    private String get(String path, int status) {
        return new String(
                anybody.get()
                        .uri(path)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(status)
                        .expectHeader()
                        .contentType("text/html;charset=UTF-8")
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent(),
                StandardCharsets.UTF_8);
    }
}
