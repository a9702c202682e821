package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** How far the projections are behind, and what they could not apply, as metrics: asked for when they are read. */
@Component
class ProjectionGauges implements MeterBinder {
    private static final FindProjections ALL = new FindProjections();

    private final ProjectionQueries projections;

    ProjectionGauges(ProjectionQueries projections) {
        this.projections = projections;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String projection : projections.names()) {
            gauge(
                    registry,
                    "projection.lag",
                    projection,
                    "events that a projection has not seen yet",
                    ProjectionView::lag);
            gauge(
                    registry,
                    "projection.dead.letters",
                    projection,
                    "events that a projection could not apply",
                    ProjectionView::deadLetters);
        }
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String projection,
            String description,
            ToDoubleFunction<ProjectionView> value) {
        Gauge.builder(name, projections, found -> value.applyAsDouble(of(found, projection)))
                .tag("projection", projection)
                .description(description)
                .register(registry);
    }

    private static ProjectionView of(ProjectionQueries projections, String name) {
        return projections.handle(ALL).projections().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
