package io.comfortcommit.cli.terminal;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees: no classes to look into at the start. */
public final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** @throws JacksonException if it is no JSON */
    public static JsonNode parse(byte[] text) {
        return MAPPER.readTree(text);
    }

    /** @throws JacksonException if it is no JSON */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static JsonNode of(Object value) {
        return switch (value) {
            case JsonNode node -> node;
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case Collection<?> values -> {
                ArrayNode array = NODES.arrayNode();
                values.forEach(element -> array.add(of(element)));
                yield array;
            }
            default -> NODES.stringNode(value.toString());
        };
    }

    /** The text of a field; null where it is missing or null. */
    public static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() || value.isMissingNode() ? null : value.asString();
    }
}
