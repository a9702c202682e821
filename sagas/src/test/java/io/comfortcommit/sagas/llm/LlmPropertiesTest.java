package io.comfortcommit.sagas.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class LlmPropertiesTest {
    @Test
    void threeVariablesOfTheEnvironmentSwitchAModelOn() {
        LlmProperties properties = bound(Map.of(
                "COMFORT_LLM_BASE_URL", "http://127.0.0.1:11434/v1",
                "COMFORT_LLM_API_KEY", "sk-1",
                "COMFORT_LLM_MODEL", "qwen3-coder"));
        assertThat(properties.all()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.baseUrl()).isEqualTo("http://127.0.0.1:11434/v1");
            assertThat(endpoint.apiKey()).isEqualTo("sk-1");
            assertThat(endpoint.model()).isEqualTo("qwen3-coder");
        });
    }

    @Test
    void withoutThemThereIsNoModel() {
        assertThat(bound(Map.of()).all()).isEmpty();
        assertThat(bound(Map.of("COMFORT_LLM_BASE_URL", "", "COMFORT_LLM_API_KEY", "sk-1"))
                        .all())
                .isEmpty();
    }

    @Test
    void anAddressWithoutAModelIsAMistakeThatIsTold() {
        assertThatThrownBy(() -> bound(Map.of("COMFORT_LLM_BASE_URL", "http://127.0.0.1:1/v1")))
                .rootCause()
                .hasMessage("comfort.llm.base-url needs comfort.llm.model");
    }

    @Test
    void keysAreNotPrinted() {
        assertThat(bound(Map.of(
                                "COMFORT_LLM_BASE_URL", "http://127.0.0.1:1/v1",
                                "COMFORT_LLM_API_KEY", "sk-1",
                                "COMFORT_LLM_MODEL", "m"))
                        .toString())
                .doesNotContain("sk-1");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1/v1, true",
        "http://127.0.0.1:1/v1, true",
        "http://[::1]:1/v1, true",
        "http://10.1.2.3/v1, true",
        "http://172.16.0.9/v1, true",
        "http://172.32.0.9/v1, false",
        "http://ollama:11434/v1, true",
        "https://models.corp.internal/v1, true",
        "https://api.openai.com/v1, false",
        "https://127.0.0.1.example.com/v1, false",
        "https://10.example.com/v1, false"
    })
    void aServerIsInTheHouseByItsAddress(String url, boolean selfHosted) {
        assertThat(new LlmProperties.Endpoint("x", url, "", "m", null, null).staysInTheHouse())
                .isEqualTo(selfHosted);
    }

    private static LlmProperties bound(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment).bindOrCreate("comfort.llm", Bindable.of(LlmProperties.class));
    }
}
