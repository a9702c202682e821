package io.comfortcommit.queryside.rebuild;

import io.comfortcommit.messages.projection.ProjectionQuery.FindProjections;
import io.comfortcommit.messages.projection.ProjectionQuery.FoundProjections;
import io.comfortcommit.messages.projection.ProjectionView;
import io.comfortcommit.messages.projection.ProjectionView.SegmentView;
import io.comfortcommit.queryside.projection.EventRates;
import io.comfortcommit.queryside.projection.Positions;
import io.comfortcommit.queryside.projection.Positions.Reached;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says where the projections stand. */
@Component
class ProjectionQueries {
    private final List<ReadModel> models;
    private final List<DerivedModel> derived;
    private final Positions positions;
    private final EventRates rates;
    private final RebuildViews rebuilds;
    private final Configuration axon;
    private final JdbcClient jdbc;

    ProjectionQueries(
            List<ReadModel> models,
            List<DerivedModel> derived,
            Positions positions,
            EventRates rates,
            RebuildViews rebuilds,
            Configuration axon,
            DataSource dataSource) {
        this.models = models.stream()
                .sorted(Comparator.comparing(ReadModel::projection))
                .toList();
        this.derived = derived.stream().filter(DerivedModel::exists).toList();
        this.positions = positions;
        this.rates = rates;
        this.rebuilds = rebuilds;
        this.axon = axon;
        this.jdbc = JdbcClient.create(dataSource);
    }

    List<String> names() {
        return Stream.concat(
                        models.stream().map(ReadModel::projection),
                        derived.stream().map(DerivedModel::name))
                .toList();
    }

    @QueryHandler
    FoundProjections handle(FindProjections query) {
        long head = Positions.position(axon.eventStore().createHeadToken());
        return new FoundProjections(Stream.concat(
                        models.stream().map(model -> view(model.projection(), head)),
                        derived.stream().map(model -> view(model, head)))
                .toList());
    }

    /** As far behind as its source, and a step further for each row that is due. */
    private ProjectionView view(DerivedModel model, long head) {
        return new ProjectionView(
                model.name(),
                Math.max(-1, positions.of(model.source()).lowest() - model.due()),
                head,
                rates.of(model.name()),
                List.of(),
                0,
                rebuilds.newest(model.name()).orElse(null));
    }

    private ProjectionView view(String projection, long head) {
        Reached reached = positions.of(projection);
        long letters = jdbc.sql("SELECT count(*) FROM query.dead_letter WHERE processing_group = :projection")
                .param("projection", projection)
                .query(Long.class)
                .single();
        return new ProjectionView(
                projection,
                reached.lowest(),
                head,
                rates.of(projection),
                reached.tokens().entrySet().stream()
                        .map(segment -> new SegmentView(segment.getKey(), Positions.position(segment.getValue())))
                        .sorted(Comparator.comparingInt(SegmentView::segment))
                        .toList(),
                letters,
                rebuilds.newest(projection).orElse(null));
    }
}
