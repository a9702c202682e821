package io.comfortcommit.cli.terminal;

import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as trees, read and written token by token: what maps objects takes longer to get ready than a capture takes as a
 * whole.
 */
public final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory TOKENS = new JsonFactory();

    private Json() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** @throws JacksonException if it is no JSON */
    public static JsonNode parse(byte[] text) {
        return whole(TOKENS.createParser(ObjectReadContext.empty(), text));
    }

    /** @throws JacksonException if it is no JSON */
    public static JsonNode parse(String text) {
        return whole(TOKENS.createParser(ObjectReadContext.empty(), text));
    }

    private static JsonNode whole(JsonParser tokens) {
        try (tokens) {
            tokens.nextToken();
            JsonNode node = read(tokens);
            if (tokens.nextToken() != null) {
                throw new StreamReadException(tokens, "more than one value");
            }
            return node;
        }
    }

    private static JsonNode read(JsonParser tokens) {
        JsonToken token = tokens.currentToken();
        if (token == null) {
            throw new StreamReadException(tokens, "no value");
        }
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                for (String name = tokens.nextName(); name != null; name = tokens.nextName()) {
                    tokens.nextToken();
                    object.set(name, read(tokens));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (tokens.nextToken() != JsonToken.END_ARRAY) {
                    array.add(read(tokens));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.stringNode(tokens.getString());
            case VALUE_NUMBER_INT ->
                tokens.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? NODES.numberNode(tokens.getBigIntegerValue())
                        : tokens.getNumberType() == JsonParser.NumberType.INT
                                ? NODES.numberNode(tokens.getIntValue())
                                : NODES.numberNode(tokens.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(tokens.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new StreamReadException(tokens, "no value");
        };
    }

    /** On one line. */
    public static String text(JsonNode node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator tokens = TOKENS.createGenerator(ObjectWriteContext.empty(), text)) {
            write(node, tokens);
        }
        return text.toString();
    }

    private static void write(JsonNode node, JsonGenerator tokens) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                tokens.writeStartObject();
                for (Map.Entry<String, JsonNode> property : node.properties()) {
                    tokens.writeName(property.getKey());
                    write(property.getValue(), tokens);
                }
                tokens.writeEndObject();
            }
            case ARRAY -> {
                tokens.writeStartArray();
                for (JsonNode element : node.values()) {
                    write(element, tokens);
                }
                tokens.writeEndArray();
            }
            case STRING -> tokens.writeString(node.asString());
            case NUMBER -> tokens.writeNumber(node.asString());
            case BOOLEAN -> tokens.writeBoolean(node.asBoolean());
            case NULL, MISSING -> tokens.writeNull();
            case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        }
    }

    /** A list of texts. */
    public static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
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
