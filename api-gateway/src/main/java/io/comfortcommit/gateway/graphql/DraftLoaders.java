package io.comfortcommit.gateway.graphql;

import io.comfortcommit.gateway.dispatch.Queries;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.query.DraftQuery.FindModelUse;
import io.comfortcommit.messages.query.DraftQuery.FindTimelines;
import io.comfortcommit.messages.query.ModelUse;
import io.comfortcommit.messages.query.Timeline;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataloader.DataLoaderOptions;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks once for a whole page what each of its drafts would be asked for alone. Nothing is remembered: the loaders of a
 * subscription live as long as it does, and each of its events must show what is then.
 */
@Component
final class DraftLoaders {
    private static final DataLoaderOptions UNREMEMBERED =
            DataLoaderOptions.newOptions().setCachingEnabled(false).build();

    private final Queries queries;

    DraftLoaders(Queries queries, BatchLoaderRegistry loaders) {
        this.queries = queries;
        loaders.forTypePair(TimelineOf.class, Timeline.class)
                .withOptions(UNREMEMBERED)
                .registerMappedBatchLoader((asked, _) -> timelines(asked));
        loaders.forTypePair(ModelFor.class, ModelUse.class)
                .withOptions(UNREMEMBERED)
                .registerMappedBatchLoader((asked, _) -> models(asked));
    }

    record TimelineOf(UserId caller, DraftId draft) {}

    record ModelFor(UserId caller, RepositoryId repository) {}

    private Mono<Map<TimelineOf, Timeline>> timelines(Set<TimelineOf> asked) {
        return Flux.fromStream(() -> asked.stream()
                        .collect(Collectors.groupingBy(
                                TimelineOf::caller, Collectors.mapping(TimelineOf::draft, Collectors.toSet())))
                        .entrySet()
                        .stream())
                .flatMap(drafts -> queries.ask(new FindTimelines(drafts.getKey(), drafts.getValue()))
                        .flatMapIterable(found -> found)
                        .map(timeline -> Map.entry(new TimelineOf(drafts.getKey(), timeline.draftId()), timeline)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Nobody there who could say it is nobody there who could write. */
    private Mono<Map<ModelFor, ModelUse>> models(Set<ModelFor> asked) {
        return Flux.fromIterable(asked)
                .flatMap(one -> queries.ask(new FindModelUse(one.caller(), one.repository()))
                        .onErrorReturn(new ModelUse(false))
                        .map(use -> Map.entry(one, use)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
