package io.comfortcommit.queryside.search;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** OpenSearch over HTTP, wherever it answers now. Every request ends in time. */
final class SearchEngine implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    static final int BUSY = 429;
    static final int FAILED = 500;
    private static final Timeout CONNECT = Timeout.ofSeconds(2);

    private final SearchServer server;
    private final boolean verifyCertificate;
    private @Nullable Connected connected;

    SearchEngine(SearchServer server, boolean verifyCertificate) {
        this.server = server;
        this.verifyCertificate = verifyCertificate;
    }

    private record Connected(SearchServer.Place place, OpenSearchTransport transport, OpenSearchGenericClient client) {}

    private synchronized Connected connected() {
        SearchServer.Place place = server.place()
                .orElseThrow(() -> new SearchUnavailableException("OpenSearch is starting, or could not be started"));
        Connected known = connected;
        if (known == null || !known.place().equals(place)) {
            close();
            OpenSearchTransport transport = transport(place);
            known = new Connected(place, transport, new OpenSearchGenericClient(transport));
            connected = known;
        }
        return known;
    }

    /** @param json empty where there was no body */
    record Answer(int status, JsonNode json) {
        boolean successful() {
            return status < 300;
        }

        /** @throws SearchUnavailableException if it was refused */
        Answer orFail(String what) {
            if (!successful()) {
                throw new SearchUnavailableException(what + " was refused with status " + status + ", "
                        + json.path("error").path("type").asString("no reason"));
            }
            return this;
        }
    }

    Answer get(String path, Duration patience) {
        return send("GET", path, null, "application/json", patience);
    }

    Answer send(String method, String path, @Nullable Map<String, ?> body, Duration patience) {
        return send(method, path, body == null ? null : JSON.writeValueAsBytes(body), "application/json", patience);
    }

    Answer bulk(byte[] lines, Duration patience) {
        return send(
                        "POST",
                        "/_bulk?filter_path=errors,items.*._id,items.*.status,items.*.error.type",
                        lines,
                        "application/x-ndjson",
                        patience)
                .orFail("a bulk request");
    }

    /** Several searches in one request. */
    Answer searchAll(String alias, List<Map<String, ?>> searches, Duration patience) {
        StringBuilder lines = new StringBuilder();
        for (Map<String, ?> search : searches) {
            lines.append("{\"index\":\"")
                    .append(alias)
                    .append("\",\"ignore_unavailable\":true}\n")
                    .append(JSON.writeValueAsString(search))
                    .append('\n');
        }
        return send(
                "POST",
                "/_msearch?filter_path=responses.status,responses.hits.hits._id,responses.hits.hits._score,responses.error.type",
                lines.toString().getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson",
                patience);
    }

    private Answer send(String method, String path, byte @Nullable [] body, String type, Duration patience) {
        var request = Requests.builder().method(method).endpoint(path);
        if (body != null) {
            request.body(Body.from(body, type));
        }
        CompletableFuture<Response> pending = connected().client().executeAsync(request.build());
        try (Response response = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            if (response.getStatus() == BUSY || response.getStatus() >= FAILED) {
                throw new SearchUnavailableException("OpenSearch answers with status " + response.getStatus());
            }
            return new Answer(response.getStatus(), json(response));
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new SearchUnavailableException("OpenSearch did not answer within " + patience);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new SearchUnavailableException("interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new SearchUnavailableException(
                    "OpenSearch can't be reached: " + cause.getClass().getSimpleName());
        } catch (IOException | RuntimeException e) {
            if (e instanceof SearchUnavailableException known) {
                throw known;
            }
            throw new SearchUnavailableException(
                    "OpenSearch can't be understood: " + e.getClass().getSimpleName());
        }
    }

    private static JsonNode json(Response response) {
        byte[] body = response.getBody().map(Body::bodyAsBytes).orElse(new byte[0]);
        return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    }

    private OpenSearchTransport transport(SearchServer.Place place) {
        URI url = place.url();
        HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
        Header[] headers = place.authorization() == null
                ? new Header[0]
                : new Header[] {new BasicHeader("Authorization", place.authorization())};
        return ApacheHttpClient5TransportBuilder.builder(host)
                .setDefaultHeaders(headers)
                .setConnectionConfigCallback(connections -> connections.setConnectTimeout(CONNECT))
                .setHttpClientConfigCallback(http -> {
                    if (!verifyCertificate) {
                        http.setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                                .setTlsStrategy(ClientTlsStrategyBuilder.create()
                                        .setSslContext(trusting())
                                        .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                                        .buildAsync())
                                .build());
                    }
                    return http;
                })
                .build();
    }

    private static SSLContext trusting() {
        try {
            return SSLContextBuilder.create()
                    .loadTrustMaterial(null, (chain, type) -> true)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS can't be set up", e);
        }
    }

    @Override
    public synchronized void close() {
        Connected known = connected;
        connected = null;
        if (known != null) {
            try {
                known.transport().close();
            } catch (IOException e) {
                // Whatever was open ends with the process.
            }
        }
    }
}
