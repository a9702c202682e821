package io.comfortcommit.sagas.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message goes is what was set, whatever is answered there. */
class WireTest {
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsARefusalAndLeadsNowhere(int status) throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Location", address + "/inside");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try (Wire wire = new Wire(Duration.ofSeconds(20))) {
            Wire.Answer answer =
                    wire.send(HttpRequest.newBuilder(address.resolve("/hook")).build());
            assertThat(answer.status()).isEqualTo(status);
            assertThatThrownBy(answer::check).isInstanceOf(DeliveryFailure.class);
        } finally {
            server.stop(0);
        }
        assertThat(asked).containsExactly("/hook");
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.slack.com/services/x, true",
        "http://127.0.0.1:8080/x, true",
        "http://[::1]/x, true",
        "http://hooks.slack.com/x, false",
        "http://localhost/x, false",
        "http://169.254.169.254/latest/meta-data, false",
        "http://[::ffff:169.254.169.254]/, false",
        "http://127.0.0.1.evil.example/, false",
        "https://user@hooks.slack.com/x, false",
        "file:///etc/passwd, false"
    })
    void aSecretIsSentByTlsOrToThisMachineAlone(URI address, boolean safe) {
        assertThat(Wire.isSafe(address)).isEqualTo(safe);
    }
}
