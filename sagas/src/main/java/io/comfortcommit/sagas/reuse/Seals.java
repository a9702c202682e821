package io.comfortcommit.sagas.reuse;

import io.comfortcommit.analysis.reuse.PastDraft;
import io.comfortcommit.analysis.reuse.PastDrafts;
import io.comfortcommit.analysis.reuse.PastDrafts.Near;
import io.comfortcommit.axonsupport.privacy.Envelope;
import io.comfortcommit.messages.UserId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Messages lie encrypted under their authors' keys, in the table and in memory, as they do in events: those of somebody who is
 * erased are found no more.
 */
record Seals(Envelope envelope) {
    PastDraft sealed(UserId author, PastDraft past) {
        byte[] message = past.message().getBytes(StandardCharsets.UTF_8);
        return past.saying(envelope.seal(author, message));
    }

    PastDrafts opened(PastDrafts sealed) {
        return new PastDrafts() {
            @Override
            public List<Near> nearest(float[] vector, int most, double least) {
                return opened(sealed.nearest(vector, most, least));
            }

            @Override
            public List<Near> nearestByFunctions(List<float[]> functions, int most, double least) {
                return opened(sealed.nearestByFunctions(functions, most, least));
            }
        };
    }

    private List<Near> opened(List<Near> sealed) {
        return sealed.stream().map(this::opened).flatMap(Optional::stream).toList();
    }

    private Optional<Near> opened(Near near) {
        PastDraft sealed = near.draft();
        return envelope.open(sealed.message())
                .map(message -> sealed.saying(new String(message, StandardCharsets.UTF_8)))
                .map(past -> new Near(past, near.cosine()));
    }
}
