package io.comfortcommit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.card.Risk;
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
}
