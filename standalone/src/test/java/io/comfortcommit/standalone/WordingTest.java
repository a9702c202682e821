package io.comfortcommit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.card.Risk;
import io.comfortcommit.axonsupport.StoredName;
import io.comfortcommit.axonsupport.StoredNames;
import java.util.Arrays;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class WordingTest {
    /** A code without a wording would be shown to the author as it is. */
    @Test
    void everyReasonOfACardIsWorded() {
        assertThat(ResourceBundle.getBundle("io.comfortcommit.gateway.graphql.reasons")
                        .keySet())
                .containsAll(Arrays.stream(Risk.Code.values()).map(Enum::name).toList());
    }

    /** An event without a wording would stand in the audit log by its type alone, and could not be asked for. */
    @Test
    void everyStoredEventIsWorded() {
        assertThat(ResourceBundle.getBundle("io.comfortcommit.gateway.audit.events")
                        .keySet())
                .containsExactlyInAnyOrderElementsOf(StoredNames.ofEvents().all().stream()
                        .map(StoredName::name)
                        .toList());
    }
}
