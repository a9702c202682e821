package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.queryside.projection.Projections;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ProjectionGaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String name, String projection) {
        return registry.get(name).tag("projection", projection).gauge().value();
    }

    @Test
    void whatAProjectionHasNotSeenAndCouldNotApplyIsMeasured() {
        ReadSide side = ReadSide.own();
        try {
            ((MeterBinder) side.bean("projectionGauges")).bindTo(registry);
            Story story = Story.of(Story.somebody());
            side.publish(story.captured(), story.drafted("feat: retry"));
            side.awaitProjected();

            for (String projection : Projections.ALL) {
                await().untilAsserted(() ->
                        assertThat(gauge("projection.lag", projection)).isZero());
                assertThat(gauge("projection.dead.letters", projection)).isZero();
            }

            // As one that has begun anew: both events are to come, and who works on them is somewhere else.
            side.processor(Projections.DRAFTS).shutDown();
            side.jdbc()
                    .sql("UPDATE query.token SET token = NULL, token_type = NULL WHERE processor_name = ?")
                    .param(Projections.DRAFTS)
                    .update();
            assertThat(gauge("projection.lag", Projections.DRAFTS)).isPositive();
            assertThat(gauge("projection.lag", Projections.TIMELINE)).isZero();
        } finally {
            side.close();
        }
    }
}
