package io.comfortcommit.queryside.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.CommitDraftEvent.Discarded;
import io.comfortcommit.messages.draft.CommitDraftEvent.Expired;
import io.comfortcommit.messages.draft.DraftId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventDetailTest {
    private static final DraftId DRAFT = new DraftId(new UUID(0, 1));
    private static final UserId AUTHOR = new UserId(new UUID(0, 2));

    private static Discarded discarded(String reason) {
        return new Discarded(DRAFT, AUTHOR, AUTHOR, reason, Instant.EPOCH);
    }

    @Test
    void aLongReasonIsShortenedWithoutBreakingACharacter() {
        assertThat(EventDetail.of(discarded("x".repeat(501)))).isEqualTo("x".repeat(499) + "…");
        assertThat(EventDetail.of(discarded("x".repeat(498) + "😀😀"))).isEqualTo("x".repeat(498) + "…");
    }

    @Test
    void aShortReasonIsKept() {
        assertThat(EventDetail.of(discarded("필요 없음"))).isEqualTo("필요 없음");
        assertThat(EventDetail.of(discarded("x".repeat(500)))).isEqualTo("x".repeat(500));
    }

    @Test
    void anExpiryNeedsNoWords() {
        assertThat(EventDetail.of(new Expired(DRAFT, AUTHOR, Instant.EPOCH))).isNull();
    }
}
