package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.analysis.reuse.PastDrafts.Near;
import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.messages.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Messages lie encrypted under their authors' keys, in the table and in memory, as they do in events: those of somebody who is
 * erased are found no more.
 */
record Seals(Envelope envelope) {
    PastDraft sealed(UserId author, PastDraft past) {
        byte[] message = past.message().getBytes(StandardCharsets.UTF_8);
        return new PastDraft(past.vector(), envelope.seal(author, message), past.outline());
    }

    PastDrafts opened(PastDrafts sealed) {
        return (vector, most, least) -> sealed.nearest(vector, most, least).stream()
                .map(this::opened)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Near> opened(Near near) {
        PastDraft sealed = near.draft();
        return envelope.open(sealed.message())
                .map(message ->
                        new PastDraft(sealed.vector(), new String(message, StandardCharsets.UTF_8), sealed.outline()))
                .map(past -> new Near(past, near.cosine()));
    }
}
