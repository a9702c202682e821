package io.comfortcommit.gateway.reading;

import io.comfortcommit.gateway.problem.Problem;
import io.comfortcommit.gateway.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object, read field by field. Every complaint names the field; {@link #end} complains of fields that nobody asked
 * for.
 */
public final class Fields {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_SOUGHT = 200;
    private static final Instant END_OF_TIME = Instant.parse("2200-01-01T00:00:00Z");
    private static final Pattern CLIENT =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}/[A-Za-z0-9][A-Za-z0-9.+_-]{0,49}");

    private final String path;
    private final JsonNode object;
    private final Set<String> read = new TreeSet<>();

    private Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /**
     * @param json no body at all is an empty object
     * @throws ProblemException if it is no JSON object
     */
    public static Fields of(byte @Nullable [] json) {
        JsonNode node;
        try {
            node = json == null || json.length == 0 ? STRICT.createObjectNode() : STRICT.readTree(json);
        } catch (JacksonException e) {
            throw Problem.badRequest("NOT_JSON").asException();
        }
        if (!node.isObject()) {
            throw Problem.badRequest("NOT_AN_OBJECT").asException();
        }
        return new Fields("", node);
    }

    /** @throws ProblemException if the object has a field that was not read */
    public void end() {
        for (String name : object.propertyNames()) {
            if (!read.contains(name)) {
                throw bad("UNKNOWN", name.length() > 100 ? name.substring(0, 100) : name);
            }
        }
    }

    /** @param longest in characters */
    public String text(String name, int longest) {
        String text = optionalText(name, longest);
        if (text == null) {
            throw bad("MISSING", name);
        }
        return text;
    }

    /** Null where it is missing or null. */
    public @Nullable String optionalText(String name, int longest) {
        read.add(name);
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw bad("NOT_TEXT", name);
        }
        String text = value.asString();
        if (text.isBlank()) {
            throw bad("EMPTY", name);
        }
        if (text.length() > longest) {
            throw bad("TOO_LONG", name, longest);
        }
        if (CONTROL.matcher(text).find()) {
            throw bad("CONTROL_CHARACTER", name);
        }
        return text;
    }

    /** False where it is missing or null. */
    public boolean optionalFlag(String name) {
        read.add(name);
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw bad("NOT_A_FLAG", name);
        }
        return value.asBoolean();
    }

    public UUID uuid(String name) {
        UUID uuid = optionalUuid(name);
        if (uuid == null) {
            throw bad("MISSING", name);
        }
        return uuid;
    }

    public @Nullable UUID optionalUuid(String name) {
        String text = optionalText(name, 100);
        return text == null ? null : uuid(text, path + name);
    }

    /** @throws ProblemException if the text of the field is no UUID in full */
    public static UUID uuid(String text, String field) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw Problem.badField("NOT_A_UUID", field).asException();
        }
        return UUID.fromString(text);
    }

    /**
     * What somebody searches for, as it stands.
     *
     * @throws ProblemException if it is longer than anybody searches for, or no database can hold it
     */
    public static @Nullable String plain(@Nullable String text, String field) {
        if (text != null && text.length() > LONGEST_SOUGHT) {
            throw Problem.badField("TOO_LONG", field, LONGEST_SOUGHT).asException();
        }
        if (text != null && text.indexOf(0) >= 0) {
            throw Problem.badField("CONTROL_CHARACTER", field).asException();
        }
        return text;
    }

    /** The words of it; see {@link #plain}. */
    public static Set<String> words(@Nullable String text, String field) {
        String plain = plain(text, field);
        return plain == null || plain.isBlank()
                ? Set.of()
                : Set.copyOf(Arrays.asList(plain.strip().split("\\s+")));
    }

    public String objectId(String name) {
        String id = optionalObjectId(name);
        if (id == null) {
            throw bad("MISSING", name);
        }
        return id;
    }

    public @Nullable String optionalObjectId(String name) {
        String text = optionalText(name, 100);
        if (text != null && !OBJECT_ID.matcher(text).matches()) {
            throw bad("NOT_AN_OBJECT_ID", name);
        }
        return text;
    }

    /** @param most entries */
    public List<String> objectIds(String name, int most) {
        read.add(name);
        JsonNode list = object.get(name);
        if (list == null || list.isNull()) {
            throw bad("MISSING", name);
        }
        if (!list.isArray()) {
            throw bad("NOT_A_LIST", name);
        }
        if (list.size() > most) {
            throw bad("TOO_LONG", name, most);
        }
        List<String> ids = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            JsonNode id = list.get(i);
            if (!id.isString() || !OBJECT_ID.matcher(id.asString()).matches()) {
                throw bad("NOT_AN_OBJECT_ID", name + "[" + i + "]");
            }
            ids.add(id.asString());
        }
        return List.copyOf(ids);
    }

    public @Nullable Instant optionalInstant(String name) {
        return optionalText(name, 100) == null ? null : instant(name);
    }

    /** Within what git and databases can hold: from 1970 to 2199. */
    public Instant instant(String name) {
        try {
            Instant instant = Instant.parse(text(name, 100));
            if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(END_OF_TIME)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw bad("NOT_AN_INSTANT", name);
        }
        throw bad("NOT_AN_INSTANT", name);
    }

    public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        String text = text(name, 100);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> bad(
                        "NOT_ONE_OF",
                        name,
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    /** What took a capture, as {@code name/version}. */
    public String client(String name) {
        String text = text(name, 101);
        if (!isClient(text)) {
            throw bad("NOT_A_CLIENT", name);
        }
        return text;
    }

    public static boolean isClient(String text) {
        return CLIENT.matcher(text).matches();
    }

    public Fields object(String name) {
        read.add(name);
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            throw bad("MISSING", name);
        }
        if (!value.isObject()) {
            throw bad("NOT_AN_OBJECT_FIELD", name);
        }
        return new Fields(path + name + ".", value);
    }

    private ProblemException bad(String why, String name, Object... arguments) {
        return Problem.badField(why, path + name, arguments).asException();
    }
}
