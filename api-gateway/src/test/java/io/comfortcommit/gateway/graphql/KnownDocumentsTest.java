package io.comfortcommit.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownDocumentsTest {
    private final KnownDocuments documents = new KnownDocuments();
    private final List<String> parsed = new ArrayList<>();

    @Test
    void aDocumentThatWasAskedBeforeIsNotParsedAgain() {
        ask("{ me }");
        ask("{ me }");
        ask("{ drafts }");

        assertThat(parsed).containsExactly("{ me }", "{ drafts }");
    }

    @Test
    void whatIsWrongWithADocumentIsSaidAnewEachTime() {
        askInVain("{ nothing }");
        askInVain("{ nothing }");

        assertThat(parsed).containsExactly("{ nothing }", "{ nothing }");
    }

    @Test
    void aFloodOfDocumentsIsNotKept() {
        String huge = "{ me }" + " ".repeat(50_000);
        ask(huge);
        ask(huge);

        assertThat(parsed).containsExactly(huge, huge);
    }

    private void ask(String text) {
        PreparsedDocumentEntry entry =
                new PreparsedDocumentEntry(Document.newDocument().build());
        assertThat(answer(text, entry)).isNotNull();
    }

    private void askInVain(String text) {
        PreparsedDocumentEntry entry = new PreparsedDocumentEntry(
                List.of(GraphQLError.newError().message("no such field").build()));
        assertThat(answer(text, entry)).isSameAs(entry);
    }

    private PreparsedDocumentEntry answer(String text, PreparsedDocumentEntry entry) {
        ExecutionInput input = ExecutionInput.newExecutionInput(text).build();
        return documents
                .getDocumentAsync(input, asked -> {
                    parsed.add(asked.getQuery());
                    return entry;
                })
                .join();
    }
}
