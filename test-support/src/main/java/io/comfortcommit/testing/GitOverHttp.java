package io.comfortcommit.testing;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Smart HTTP by {@code git http-backend} on loopback, with a name and password or without, and with troubles of choice. */
public final class GitOverHttp implements AutoCloseable {
    /** What goes wrong with a request; true if it was answered so, or not. */
    @FunctionalInterface
    public interface Trouble {
        boolean befell(HttpExchange exchange) throws IOException;
    }

    private static final Pattern COMMAND = Pattern.compile("[0-9a-f]{40} [0-9a-f]{40} (refs/heads/[^\\x00]+)\\x00");

    private final Path root;
    private final HttpServer server;
    private final boolean tls;
    private final HttpContext context;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final List<String> authorizations = new CopyOnWriteArrayList<>();
    public volatile Trouble trouble = exchange -> false;
    private volatile CountDownLatch over = new CountDownLatch(1);

    /**
     * @param root folder of the repositories
     * @param tls null for plain http
     */
    public GitOverHttp(Path root, @Nullable SSLContext tls) throws IOException {
        this.root = root;
        this.tls = tls != null;
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(loopback, 0);
        } else {
            HttpsServer secure = HttpsServer.create(loopback, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
        }
        server.setExecutor(threads);
        context = server.createContext("/", this::answer);
        server.start();
    }

    public GitOverHttp requiring(String name, String password) {
        context.setAuthenticator(new BasicAuthenticator("git") {
            @Override
            public Result authenticate(HttpExchange exchange) {
                note(exchange);
                return super.authenticate(exchange);
            }

            @Override
            public boolean checkCredentials(String givenName, String givenPassword) {
                return name.equals(givenName) && password.equals(givenPassword);
            }
        });
        return this;
    }

    public String url() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort();
    }

    public static boolean isPush(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().endsWith("/git-receive-pack");
    }

    private void note(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            note(exchange);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (!trouble.befell(exchange)) {
                send(exchange, run(exchange, exchange.getRequestBody()));
            }
        }
    }

    /** What git makes of a request: a CGI response. */
    public byte[] run(HttpExchange exchange, InputStream body) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        ProcessBuilder git = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = git.environment();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""));
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("REMOTE_USER", "somebody");
        environment.put("REMOTE_ADDR", "127.0.0.1");
        put(environment, "CONTENT_TYPE", headers.getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", headers.getFirst("Content-Encoding"));
        put(environment, "GIT_PROTOCOL", headers.getFirst("Git-Protocol"));
        byte[] request = body.readAllBytes();
        environment.put("CONTENT_LENGTH", String.valueOf(request.length));
        Process process = git.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(request);
        }
        return process.getInputStream().readAllBytes();
    }

    private static void put(Map<String, String> environment, String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    public static void send(HttpExchange exchange, byte[] response) throws IOException {
        InputStream cgi = new ByteArrayInputStream(response);
        int status = head(exchange, cgi);
        byte[] body = cgi.readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** @return the status; what is left are the bytes of the body */
    private static int head(HttpExchange exchange, InputStream cgi) throws IOException {
        int status = 200;
        for (String line = line(cgi); !line.isEmpty(); line = line(cgi)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (name.equalsIgnoreCase("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(name, value);
            }
        }
        return status;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    // --- troubles

    /** Says nothing, until {@link #letGo}. */
    public boolean hang() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /**
     * Answers by ten bytes a second, until {@link #letGo} ends it in the middle.
     *
     * @param response as {@link #run} gave it
     */
    public boolean drip(HttpExchange exchange, byte[] response) throws IOException {
        InputStream cgi = new ByteArrayInputStream(response);
        exchange.sendResponseHeaders(head(exchange, cgi), 0);
        try (OutputStream drops = exchange.getResponseBody()) {
            for (int drop = cgi.read(); drop >= 0; drop = cgi.read()) {
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
    }

    /** Breaks the connection in the middle of what it is sent, if that is a push. */
    public static boolean breakInThePush(HttpExchange exchange) throws IOException {
        if (isPush(exchange)) {
            exchange.getRequestBody().readNBytes(20);
            exchange.close();
            return true;
        }
        return false;
    }

    public static boolean refuse(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        return true;
    }

    /** Says of a push that it was taken, and takes nothing. */
    public static boolean lie(HttpExchange exchange) throws IOException {
        if (!isPush(exchange)) {
            return false;
        }
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream body = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
        Matcher asked = COMMAND.matcher(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
        if (!asked.find()) {
            throw new IOException("this is no push");
        }
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
    }

    private static void packet(ByteArrayOutputStream out, byte[] payload) {
        out.writeBytes(String.format("%04x", payload.length + 4).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
    }

    /** Those that hang or drip go on, or end. */
    public void letGo() {
        CountDownLatch before = over;
        over = new CountDownLatch(1);
        before.countDown();
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }

    public static void allowPushes(Path bare) throws IOException {
        Files.writeString(
                bare.resolve("config"), Files.readString(bare.resolve("config")) + "[http]\n\treceivepack = true\n");
    }
}
