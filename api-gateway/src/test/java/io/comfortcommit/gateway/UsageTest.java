package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.drafting.FoundUsage.Use;
import io.comfortcommit.messages.drafting.UsageQuery.FindUsage;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@NullUnmarked // its fields are filled by the test framework
class UsageTest extends GatewayTest {
    private static final String SUMS = "calls promptTokens answerTokens dollars";

    private static final RepositoryId ONE = new RepositoryId(new UUID(0, 1));
    private static final RepositoryId OTHER = new RepositoryId(new UUID(0, 2));

    @Autowired
    MemoryUsage usage;

    private String monthsBack(int months) {
        return YearMonth.now(clock.withZone(ZoneOffset.UTC)).minusMonths(months).toString();
    }

    @Test
    void whatModelsTookIsSummedUpByMonthAndInItByModelRepositoryAndKeyGroup() {
        usage.has(
                new Use("2026-11", OTHER, "theirs", "large", 2, 4_000_000_000L, 3, 16_000_000),
                new Use("2026-11", ONE, "ours", "small", 1, 400, 40, 8),
                new Use("2026-11", OTHER, "ours", "small", 1, 100, 10, 2),
                new Use("2026-09", ONE, "ours", "small", 1, 100, 10, 0));

        JsonNode months = ask(
                        "{ usage { month " + SUMS + " models { key " + SUMS
                                + " } repositories { key calls } keyGroups { key calls } } }",
                        Map.of())
                .at("/data/usage");

        assertThat(months.findValuesAsString("month")).containsExactly("2026-11", "2026-09");
        JsonNode newest = months.path(0);
        assertThat(newest.path("calls").asInt()).isEqualTo(4);
        assertThat(newest.path("promptTokens").asDouble()).isEqualTo(4_000_000_500.0);
        assertThat(newest.path("answerTokens").asDouble()).isEqualTo(53);
        assertThat(newest.path("dollars").asDouble()).isCloseTo(16.00001, within(1e-9));
        assertThat(newest.path("models").findValuesAsString("key")).containsExactly("large", "small");
        assertThat(newest.path("models").findValues("calls"))
                .extracting(JsonNode::asInt)
                .containsExactly(2, 2);
        assertThat(newest.path("repositories").findValuesAsString("key"))
                .containsExactly(ONE.toString(), OTHER.toString());
        assertThat(newest.path("repositories").findValues("calls"))
                .extracting(JsonNode::asInt)
                .containsExactly(1, 3);
        assertThat(newest.path("keyGroups").findValuesAsString("key")).containsExactly("ours", "theirs");
        assertThat(newest.path("keyGroups").findValues("calls"))
                .extracting(JsonNode::asInt)
                .containsExactly(2, 2);
        assertThat(newest.at("/models/0/dollars").asDouble()).isCloseTo(16, within(1e-9));
        assertThat(months.at("/1/dollars").asDouble()).isZero();
    }

    @Test
    void aYearIsToldUnlessMoreOrLessIsAskedFor() {
        usage.has();
        assertThat(ask("{ usage { month } }", Map.of()).at("/data/usage").isEmpty())
                .isTrue();
        ask("{ usage(months: 1) { month } }", Map.of());
        ask("{ usage(months: 24) { month } }", Map.of());

        UserId caller = new UserId(OWNER);
        assertThat(usage.asked())
                .containsExactly(
                        new FindUsage(caller, monthsBack(11)),
                        new FindUsage(caller, monthsBack(0)),
                        new FindUsage(caller, monthsBack(23)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 25, -1, Integer.MAX_VALUE})
    void noOtherNumberOfMonthsIsAnswered(int months) {
        usage.has();
        JsonNode error = ask("query($n: Int) { usage(months: $n) { month } }", Map.of("n", months))
                .at("/errors/0");

        assertThat(error.at("/extensions/code").asString()).isEqualTo("BAD_REQUEST");
        assertThat(error.path("message").asString()).contains("months", "24");
        assertThat(usage.asked()).isEmpty();
    }

    @Test
    void thePlansSayWhatTheyHaveAndWhichIsTheCallers() {
        JsonNode plans = ask("{ plans { name current channels } }", Map.of()).at("/data/plans");

        assertThat(plans.findValuesAsString("name")).containsExactly("free", "org");
        assertThat(plans.at("/0/current").asBoolean()).isFalse();
        assertThat(plans.at("/1/current").asBoolean()).isTrue();
        assertThat(plans.at("/0/channels").valueStream().map(JsonNode::asString))
                .containsExactly("WEB_PUSH", "EMAIL");
    }
}
