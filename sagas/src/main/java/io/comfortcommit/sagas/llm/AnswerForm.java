package io.comfortcommit.sagas.llm;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.openai.OpenAiChatModel.ResponseFormat;

/** How strictly an endpoint is held to the JSON that is wanted, the strictest first: not every server knows every way. */
enum AnswerForm {
    SCHEMA,
    OBJECT,
    TEXT;

    /** In the form that strict servers take: each property required, none besides. */
    private static final String MESSAGE = """
            {"type": "object", "additionalProperties": false,
             "required": ["type", "scope", "subject", "body", "confidence"],
             "properties": {
               "type": {"type": "string"},
               "scope": {"type": ["string", "null"]},
               "subject": {"type": "string"},
               "body": {"type": "array", "items": {"type": "string"}},
               "confidence": {"type": "number"}}}""";

    /** The next one that asks for less; null after the last. */
    @Nullable
    AnswerForm less() {
        return this == TEXT ? null : values()[ordinal() + 1];
    }

    /** Null where nothing is said about it. */
    @Nullable
    ResponseFormat format() {
        return switch (this) {
            case SCHEMA ->
                ResponseFormat.builder()
                        .type(ResponseFormat.Type.JSON_SCHEMA)
                        .jsonSchema(MESSAGE)
                        .strict(true)
                        .build();
            case OBJECT ->
                ResponseFormat.builder().type(ResponseFormat.Type.JSON_OBJECT).build();
            case TEXT -> null;
        };
    }
}
