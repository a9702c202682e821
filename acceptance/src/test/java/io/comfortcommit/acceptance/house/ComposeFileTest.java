package io.comfortcommit.acceptance.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the compose file holds. That compose itself resolves it is checked by {@code .ci/check-compose}. */
class ComposeFileTest {
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{[A-Z_]+:\\?.+}");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN|SECRET|_KEY)$");
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:[0-9][A-Za-z0-9._-]*");

    private final Map<String, Object> file;
    private final Map<String, Map<String, Object>> services = new TreeMap<>();

    ComposeFileTest() throws IOException {
        file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Checkout.read("docker-compose.yml"));
        map(file, "services").keySet().forEach(name -> services.put(name, map(map(file, "services"), name)));
    }

    @Test
    void itBringsPostgresqlWithPgvectorAxonServerAndOpenSearch() {
        assertThat(services).containsOnlyKeys("axonserver", "comfort", "opensearch", "postgres");
        assertThat(image("postgres")).startsWith("pgvector/pgvector:").endsWith("-pg16");
        assertThat(image("axonserver")).startsWith("axoniq/axonserver:");
        assertThat(image("opensearch")).startsWith("opensearchproject/opensearch:");
    }

    @Test
    void everyImageIsPinned() {
        assertThat(services.keySet())
                .allSatisfy(service -> assertThat(image(service)).matches(PINNED));
    }

    @Test
    void everyPortIsPublishedOnLoopbackOnly() {
        assertThat(services.values())
                .flatExtracting(service -> list(service, "ports"))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(String.valueOf(port)).startsWith("127.0.0.1:"));
    }

    @Test
    void everyServiceSaysWhetherItIsHealthyAndKeepsItsDataInAVolume() {
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(map(service, "healthcheck")).containsKeys("test", "interval", "timeout", "retries");
            assertThat(list(service, "volumes"))
                    .isNotEmpty()
                    .allSatisfy(volume -> assertThat(map(file, "volumes"))
                            .containsKey(String.valueOf(volume).split(":", 2)[0]));
        });
    }

    @Test
    void whoDependsOnAServiceWaitsUntilItIsHealthy() {
        assertThat(map(service("comfort"), "depends_on")).isNotEmpty();
        assertThat(services.values())
                .flatExtracting(service -> map(service, "depends_on").values())
                .allSatisfy(dependency -> assertThat(dependency).isEqualTo(Map.of("condition", "service_healthy")));
    }

    @Test
    void noSecretHasADefault() {
        assertThat(services)
                .allSatisfy((name, service) -> map(service, "environment").forEach((variable, value) -> {
                    if (SECRET.matcher(variable).matches()) {
                        assertThat(String.valueOf(value)).matches(REQUIRED);
                    }
                }));
    }

    @Test
    void theServerRunsWithoutRightsThatItDoesNotNeed() {
        Map<String, Object> comfort = service("comfort");
        assertThat(comfort).containsEntry("read_only", true).containsEntry("cap_drop", List.of("ALL"));
        assertThat(services.values())
                .allSatisfy(service -> assertThat(list(service, "security_opt")).contains("no-new-privileges:true"));
    }

    private String image(String service) {
        return String.valueOf(service(service).get("image"));
    }

    private Map<String, Object> service(String name) {
        return services.getOrDefault(name, Map.of());
    }

    @SuppressWarnings("unchecked") // YAML has no types; a wrong one fails the test
    private static Map<String, Object> map(Map<String, Object> service, String key) {
        return (Map<String, Object>) service.getOrDefault(key, Map.of());
    }

    @SuppressWarnings("unchecked") // as above
    private static List<Object> list(Map<String, Object> service, String key) {
        return (List<Object>) service.getOrDefault(key, List.of());
    }
}
