package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftQuery.FindModelUse;
import io.comfortcommit.messages.query.DraftQuery.FindTimelines;
import io.comfortcommit.messages.query.DraftView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** However many drafts are on a page, what belongs to each is asked for once. */
class DraftPageTest extends GatewayTest {
    private static final UserId CALLER = new UserId(OWNER);

    @Test
    void whatBelongsToTheDraftsOfAPageIsAskedForAtOnce() {
        RepositoryId one = new RepositoryId(UUID.randomUUID());
        RepositoryId other = new RepositoryId(UUID.randomUUID());
        List<DraftView> page = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            page.add(drafts.draftedFor(i % 2 == 0 ? one : other, "feat: " + i));
        }
        drafts.withModel(true);

        JsonNode edges = ask("{ drafts { edges { node { canRedraft timeline { type } } } } }", Map.of())
                .at("/data/drafts/edges");

        assertThat(edges).hasSize(20).allSatisfy(edge -> {
            assertThat(edge.at("/node/canRedraft").asBoolean()).isTrue();
            assertThat(edge.at("/node/timeline")).hasSize(2);
        });
        assertThat(drafts.asked())
                .containsExactlyInAnyOrder(
                        new FindTimelines(
                                CALLER, page.stream().map(DraftView::draftId).collect(Collectors.toSet())),
                        new FindModelUse(CALLER, one),
                        new FindModelUse(CALLER, other));
    }

    /** Else a page that stays open would show the draft's beginnings for ever. */
    @Test
    void whatBelongsToADraftIsAskedForAgainAtEachOfItsChanges() {
        DraftView draft = drafts.drafted("feat: a");
        List<String> heard = new CopyOnWriteArrayList<>();
        Disposable stream = follow(
                        "subscription($id: ID) { draftChanged(id: $id) { timeline { detail } } }",
                        Map.of("id", draft.draftId().toString()))
                .subscribe(event -> heard.add(
                        event.at("/data/draftChanged/timeline/0/detail").asString()));
        try {
            await().until(() -> heard.size() == 1);
            drafts.change(draft.draftId(), change -> change.branch("elsewhere"));
            await().until(() -> heard.size() == 2);
            assertThat(heard).containsExactly("main", "elsewhere");
            Set<DraftId> alone = Set.of(draft.draftId());
            assertThat(drafts.asked())
                    .containsExactly(new FindTimelines(CALLER, alone), new FindTimelines(CALLER, alone));
        } finally {
            stream.dispose();
        }
        await().until(() -> drafts.watchers() == 0);
    }

    @Test
    void nobodyThereToSayIsNobodyThereToWrite() {
        DraftView draft = drafts.drafted("feat: a");
        drafts.withModel(true);
        drafts.change(draft.draftId(), change -> change.status(DraftStatus.PUSHED));
        String query = "{ drafts { edges { node { canRedraft } } } }";
        assertThat(ask(query, Map.of())
                        .at("/data/drafts/edges/0/node/canRedraft")
                        .asBoolean(true))
                .isFalse();
        assertThat(drafts.asked()).isEmpty();

        drafts.change(draft.draftId(), change -> change.status(DraftStatus.DRAFTED));
        drafts.failNextWith(new IllegalStateException("away"));
        JsonNode answer = ask(query, Map.of());
        assertThat(answer.has("errors")).isFalse();
        assertThat(answer.at("/data/drafts/edges/0/node/canRedraft").asBoolean(true))
                .isFalse();
    }
}
