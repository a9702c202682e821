package io.comfortcommit.repositories.publishing;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Smart HTTP by {@code git http-backend} on loopback, with a name and password or without, and with troubles of choice. */
final class GitOverHttp implements AutoCloseable {
    /** What goes wrong with a request; true if it was answered so, or not. */
    interface Trouble {
        boolean befell(HttpExchange exchange) throws IOException;
    }

    private final Path root;
    private final HttpServer server;
    private final boolean tls;
    private final HttpContext context;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    volatile Trouble trouble = exchange -> false;

    /** @param tls null for plain http */
    GitOverHttp(Path root, @Nullable SSLContext tls) throws IOException {
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

    GitOverHttp requiring(String name, String password) {
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

    String url() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort();
    }

    static boolean isPush(HttpExchange exchange) {
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
    byte[] run(HttpExchange exchange, InputStream body) throws IOException {
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

    static void send(HttpExchange exchange, byte[] response) throws IOException {
        InputStream cgi = new ByteArrayInputStream(response);
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
        byte[] body = cgi.readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    static void allowPushes(Path bare) throws IOException {
        Files.writeString(
                bare.resolve("config"), Files.readString(bare.resolve("config")) + "[http]\n\treceivepack = true\n");
    }
}
