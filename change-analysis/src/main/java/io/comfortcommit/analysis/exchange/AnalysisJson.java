package io.comfortcommit.analysis.exchange;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.FileChange;
import io.comfortcommit.analysis.FileChange.Hunk;
import io.comfortcommit.analysis.Told;
import io.comfortcommit.analysis.commitlint.CommitlintReader;
import io.comfortcommit.analysis.exchange.BadAnalysisException.Flaw;
import io.comfortcommit.analysis.secrets.Finding;
import io.comfortcommit.analysis.secrets.IgnoredPaths;
import io.comfortcommit.analysis.symbols.SymbolChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An {@link Analysis} as JSON, version {@value #VERSION}. What is read is checked in full: whoever sent it may be anybody. */
public final class AnalysisJson {
    public static final int VERSION = 1;

    private static final int MOST_FILES = 20_000;
    private static final int MOST_LINES = 200_000;
    private static final int MOST_SYMBOLS = 20_000;
    private static final int MOST_SECRETS = 10_000;
    private static final int MOST_UNPUSHED = 100_000;
    private static final long MOST_COUNTED = 1_000_000_000;
    private static final int LONGEST_PATH = 4_096;
    private static final int LONGEST_NAME = 2_000;
    private static final int LONGEST_LINE = 4 << 20;
    private static final int LONGEST_SUBJECT = 1_000;
    private static final int LONGEST_RULES = 256 << 10;
    private static final Set<Integer> MODES = Set.of(0, 0100644, 0100664, 0100755, 0120000, 0160000);
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Z][A-Z0-9_]{0,63}:[1-9][0-9]{0,8}>");
    private static final Pattern FINGERPRINT = Pattern.compile("[A-Za-z0-9_-]{22,64}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u2028\u2029]");

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(12)
                            .maxStringLength(LONGEST_LINE)
                            .maxNumberLength(12)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AnalysisJson() {}

    // --- writing

    public static byte[] write(Analysis analysis) {
        ObjectNode json = NODES.objectNode();
        json.put("version", VERSION);
        json.put("unpushedCommits", analysis.unpushedCommits());
        json.put("truncated", analysis.change().truncated());
        ArrayNode files = json.putArray("files");
        analysis.change().files().forEach(file -> files.add(write(file)));
        ArrayNode symbols = json.putArray("symbols");
        ArrayNode secrets = json.putArray("secrets");
        Told told = analysis.change().told();
        if (told != null) {
            told.symbols().forEach(symbol -> symbols.add(write(symbol)));
            told.secrets().forEach(secret -> secrets.add(write(secret)));
        }
        ArrayNode subjects = json.putArray("subjects");
        analysis.subjects().forEach(subjects::add);
        ObjectNode rules = json.putObject("rules");
        new TreeMap<>(analysis.rules()).forEach(rules::put);
        return STRICT.writeValueAsBytes(json);
    }

    private static ObjectNode write(FileChange file) {
        ObjectNode json = NODES.objectNode()
                .put("oldPath", file.oldPath())
                .put("newPath", file.newPath())
                .put("kind", file.kind().name())
                .put("oldMode", file.oldMode())
                .put("newMode", file.newMode())
                .put("binary", file.binary())
                .put("insertions", file.insertions())
                .put("deletions", file.deletions());
        ArrayNode hunks = json.putArray("hunks");
        for (Hunk hunk : file.hunks()) {
            ObjectNode each = hunks.addObject()
                    .put("oldStart", hunk.oldStart())
                    .put("oldLines", hunk.oldLines())
                    .put("newStart", hunk.newStart())
                    .put("newLines", hunk.newLines())
                    .put("section", hunk.section());
            ArrayNode lines = each.putArray("lines");
            hunk.lines().forEach(lines::add);
        }
        return json;
    }

    private static ObjectNode write(SymbolChange symbol) {
        ObjectNode json = NODES.objectNode()
                .put("path", symbol.path())
                .put("kind", symbol.kind().name())
                .put("name", symbol.name())
                .put("container", symbol.container())
                .put("how", symbol.how().name())
                .put("formerName", symbol.formerName())
                .put("public", symbol.isPublic())
                .put("insertions", symbol.insertions())
                .put("deletions", symbol.deletions());
        ArrayNode hunks = json.putArray("hunks");
        symbol.hunks().forEach(hunks::add);
        return json.put("mentions", symbol.source());
    }

    private static ObjectNode write(Told.Secret secret) {
        return NODES.objectNode()
                .put("kind", secret.finding().kind())
                .put("path", secret.finding().path())
                .put("line", secret.finding().line())
                .put("placeholder", secret.finding().placeholder())
                .put("fingerprint", secret.fingerprint());
    }

    // --- reading

    /** @throws BadAnalysisException if it is not what the schema says, whole and within limits */
    public static Analysis read(byte[] json) throws BadAnalysisException {
        JsonNode root;
        try {
            root = STRICT.readTree(json);
        } catch (StreamConstraintsException e) {
            throw new BadAnalysisException(
                    Flaw.TOO_LARGE, "A text or a nesting in it is larger than any change has.", e);
        } catch (JacksonException e) {
            throw new BadAnalysisException(Flaw.MALFORMED, "It is no JSON.", e);
        }
        Node node = new Node("analysis", root);
        if (node.integer("version", 0, Integer.MAX_VALUE) != VERSION) {
            throw malformed("version: this server reads version " + VERSION + "; update comfort or the server");
        }
        List<FileChange> files = files(node);
        Set<String> paths = new HashSet<>();
        for (FileChange file : files) {
            if (!paths.add(file.path())) {
                throw malformed("files: a path stands there twice");
            }
        }
        boolean truncated = node.bool("truncated");
        int unpushed = node.integer("unpushedCommits", 0, MOST_UNPUSHED);
        List<SymbolChange> symbols = new ArrayList<>();
        for (Node symbol : node.list("symbols", MOST_SYMBOLS)) {
            symbols.add(symbol(symbol, paths));
        }
        List<Told.Secret> secrets = new ArrayList<>();
        for (Node secret : node.list("secrets", MOST_SECRETS)) {
            secrets.add(secret(secret, paths));
        }
        List<String> subjects = node.texts("subjects", Analysis.MOST_SUBJECTS, LONGEST_SUBJECT);
        Map<String, String> rules = rules(node);
        node.end();
        return new Analysis(new ChangeSet(files, truncated, new Told(symbols, secrets)), unpushed, subjects, rules);
    }

    private static List<FileChange> files(Node node) throws BadAnalysisException {
        List<FileChange> files = new ArrayList<>();
        int lines = 0;
        for (Node file : node.list("files", MOST_FILES)) {
            FileChange read = file(file);
            lines += read.hunks().stream().mapToInt(hunk -> hunk.lines().size()).sum();
            if (lines > MOST_LINES) {
                throw new BadAnalysisException(
                        Flaw.TOO_LARGE, "It holds more than " + MOST_LINES + " lines; send fewer hunks.");
            }
            files.add(read);
        }
        if (files.isEmpty()) {
            throw malformed("files: there is no file");
        }
        long counted = files.stream()
                .mapToLong(file -> (long) file.insertions() + file.deletions())
                .sum();
        if (counted > MOST_COUNTED) {
            throw new BadAnalysisException(Flaw.TOO_LARGE, "It counts more lines than any change has.");
        }
        return List.copyOf(files);
    }

    private static FileChange file(Node node) throws BadAnalysisException {
        String oldPath = node.optionalPath("oldPath");
        String newPath = node.optionalPath("newPath");
        FileChange.Kind kind = node.oneOf("kind", FileChange.Kind.class);
        boolean fits = switch (kind) {
            case ADDED -> oldPath == null && newPath != null;
            case DELETED -> oldPath != null && newPath == null;
            case COPIED, RENAMED, MODE, MODIFIED -> oldPath != null && newPath != null;
        };
        int oldMode = node.integer("oldMode", 0, 0177777);
        int newMode = node.integer("newMode", 0, 0177777);
        if (!fits
                || !MODES.contains(oldMode)
                || !MODES.contains(newMode)
                || (oldMode == 0) != (oldPath == null)
                || (newMode == 0) != (newPath == null)) {
            throw malformed(node.path + ": its paths and modes are not those of its kind");
        }
        boolean binary = node.bool("binary");
        int insertions = node.integer("insertions", 0, Integer.MAX_VALUE);
        int deletions = node.integer("deletions", 0, Integer.MAX_VALUE);
        List<Hunk> hunks = new ArrayList<>();
        int oldEnd = 0;
        int newEnd = 0;
        int added = 0;
        int removed = 0;
        for (Node each : node.list("hunks", MOST_LINES)) {
            Hunk hunk = hunk(each);
            if (hunk.oldStart() < oldEnd || hunk.newStart() < newEnd) {
                throw malformed(each.path + ": it is not behind the one before it");
            }
            oldEnd = hunk.oldStart() + hunk.oldLines();
            newEnd = hunk.newStart() + hunk.newLines();
            added += count(hunk, '+');
            removed += count(hunk, '-');
            hunks.add(hunk);
        }
        if (binary && !hunks.isEmpty() || added > insertions || removed > deletions) {
            throw malformed(node.path + ": its hunks have more lines than it counts");
        }
        node.end();
        return new FileChange(oldPath, newPath, kind, oldMode, newMode, binary, insertions, deletions, hunks);
    }

    private static int count(Hunk hunk, char sign) {
        return (int)
                hunk.lines().stream().filter(line -> line.charAt(0) == sign).count();
    }

    private static Hunk hunk(Node node) throws BadAnalysisException {
        List<String> lines = node.texts("lines", MOST_LINES, Integer.MAX_VALUE);
        for (String line : lines) {
            if (line.isEmpty()
                    || " +-".indexOf(line.charAt(0)) < 0
                    || line.indexOf('\n') >= 0
                    || line.indexOf(0) >= 0) {
                throw malformed(
                        node.path + ".lines: a line begins with a space, + or -, and holds no line end and no NUL");
            }
        }
        Hunk hunk = new Hunk(
                node.integer("oldStart", 0, Integer.MAX_VALUE / 2),
                node.integer("oldLines", 0, MOST_LINES),
                node.integer("newStart", 0, Integer.MAX_VALUE / 2),
                node.integer("newLines", 0, MOST_LINES),
                lines,
                section(node));
        int context = count(hunk, ' ');
        if (hunk.oldLines() != context + count(hunk, '-') || hunk.newLines() != context + count(hunk, '+')) {
            throw malformed(node.path + ": it has other lines than it counts");
        }
        node.end();
        return hunk;
    }

    /** A line of the file, so with its tabs. */
    private static @Nullable String section(Node node) throws BadAnalysisException {
        String section = node.optionalFreeText("section", LONGEST_LINE);
        if (section != null && (section.indexOf('\n') >= 0 || section.indexOf(0) >= 0)) {
            throw malformed(node.path + ".section: it is one line");
        }
        return section;
    }

    private static SymbolChange symbol(Node node, Set<String> paths) throws BadAnalysisException {
        String path = node.pathAmong("path", paths);
        List<Integer> hunks = new ArrayList<>();
        for (Node hunk : node.list("hunks", MOST_LINES)) {
            hunks.add(hunk.asInteger(0, MOST_LINES));
        }
        SymbolChange symbol = new SymbolChange(
                path,
                node.oneOf("kind", SymbolChange.Kind.class),
                node.text("name", LONGEST_NAME),
                node.optionalText("container", LONGEST_NAME),
                node.oneOf("how", SymbolChange.How.class),
                node.optionalText("formerName", LONGEST_PATH),
                node.bool("public"),
                node.integer("insertions", 0, Integer.MAX_VALUE),
                node.integer("deletions", 0, Integer.MAX_VALUE),
                hunks,
                node.text("mentions", 50_000));
        node.end();
        return symbol;
    }

    private static Told.Secret secret(Node node, Set<String> paths) throws BadAnalysisException {
        Finding finding = new Finding(
                node.matching("kind", KIND),
                node.pathAmong("path", paths),
                node.integer("line", 1, Integer.MAX_VALUE),
                node.matching("placeholder", PLACEHOLDER));
        Told.Secret secret = new Told.Secret(finding, node.matching("fingerprint", FINGERPRINT));
        node.end();
        return secret;
    }

    private static Map<String, String> rules(Node node) throws BadAnalysisException {
        Map<String, String> rules = new TreeMap<>();
        Node object = node.child("rules");
        for (String name : object.names()) {
            if (!name.equals(IgnoredPaths.FILE) && !CommitlintReader.FILES.contains(name)) {
                throw malformed("rules: only " + IgnoredPaths.FILE + " and commitlint's own files are of use");
            }
            rules.put(name, object.freeText(name, LONGEST_RULES));
        }
        return rules;
    }

    private static BadAnalysisException malformed(String what) {
        return new BadAnalysisException(Flaw.MALFORMED, what + ".");
    }

    /** A node that knows where it is and what of it was read. */
    private static final class Node {
        private final String path;
        private final JsonNode json;
        private final Set<String> read = new HashSet<>();

        Node(String path, JsonNode json) {
            this.path = path;
            this.json = json;
        }

        Set<String> names() throws BadAnalysisException {
            if (!json.isObject()) {
                throw malformed(path + ": an object is expected");
            }
            return Set.copyOf(json.propertyNames());
        }

        private JsonNode field(String name) throws BadAnalysisException {
            if (!json.isObject()) {
                throw malformed(path + ": an object is expected");
            }
            read.add(name);
            return json.path(name);
        }

        void end() throws BadAnalysisException {
            if (!read.containsAll(names())) {
                throw malformed(path + ": it has a field that this version does not know");
            }
        }

        Node child(String name) throws BadAnalysisException {
            return new Node(path + "." + name, field(name));
        }

        List<Node> list(String name, int most) throws BadAnalysisException {
            JsonNode list = field(name);
            if (!list.isArray()) {
                throw malformed(path + "." + name + ": a list is expected");
            }
            if (list.size() > most) {
                throw new BadAnalysisException(Flaw.TOO_LARGE, path + "." + name + ": at most " + most + ".");
            }
            List<Node> nodes = new ArrayList<>();
            for (JsonNode each : list) {
                nodes.add(new Node(path + "." + name + "[" + nodes.size() + "]", each));
            }
            return nodes;
        }

        int integer(String name, int least, int most) throws BadAnalysisException {
            return new Node(path + "." + name, field(name)).asInteger(least, most);
        }

        int asInteger(int least, int most) throws BadAnalysisException {
            if (!json.isIntegralNumber()
                    || !json.canConvertToInt()
                    || json.intValue() < least
                    || json.intValue() > most) {
                throw malformed(path + ": a whole number from " + least + " to " + most + " is expected");
            }
            return json.intValue();
        }

        boolean bool(String name) throws BadAnalysisException {
            JsonNode value = field(name);
            if (!value.isBoolean()) {
                throw malformed(path + "." + name + ": true or false is expected");
            }
            return value.booleanValue();
        }

        <E extends Enum<E>> E oneOf(String name, Class<E> type) throws BadAnalysisException {
            String text = text(name, LONGEST_NAME);
            for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
                if (constant.name().equals(text)) {
                    return constant;
                }
            }
            throw malformed(path + "." + name + ": it is none of those that there are");
        }

        String matching(String name, Pattern pattern) throws BadAnalysisException {
            String text = text(name, LONGEST_NAME);
            if (!pattern.matcher(text).matches()) {
                throw malformed(path + "." + name + ": it is not of the form that is expected");
            }
            return text;
        }

        @Nullable
        String optionalPath(String name) throws BadAnalysisException {
            String text = optionalFreeText(name, LONGEST_PATH);
            if (text == null) {
                return null;
            }
            if (CONTROL.matcher(text).find()) {
                throw new BadAnalysisException(
                        Flaw.HOSTILE_PATH, path + "." + name + ": paths with control characters are not taken.");
            }
            for (String part : text.split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..") || part.equalsIgnoreCase(".git")) {
                    throw new BadAnalysisException(
                            Flaw.HOSTILE_PATH, path + "." + name + ": no repository has such a path.");
                }
            }
            return text;
        }

        String pathAmong(String name, Set<String> paths) throws BadAnalysisException {
            String text = text(name, LONGEST_PATH);
            if (!paths.contains(text)) {
                throw malformed(path + "." + name + ": it is none of the files");
            }
            return text;
        }

        /** In one line. */
        String text(String name, int longest) throws BadAnalysisException {
            String text = freeText(name, longest);
            if (CONTROL.matcher(text).find()) {
                throw malformed(path + "." + name + ": control characters have no place there");
            }
            return text;
        }

        @Nullable
        String optionalFreeText(String name, int longest) throws BadAnalysisException {
            JsonNode value = field(name);
            return value.isNull() || value.isMissingNode() ? null : freeText(name, longest);
        }

        @Nullable
        String optionalText(String name, int longest) throws BadAnalysisException {
            JsonNode value = field(name);
            return value.isNull() || value.isMissingNode() ? null : text(name, longest);
        }

        String freeText(String name, int longest) throws BadAnalysisException {
            return new Node(path + "." + name, field(name)).asText(longest);
        }

        private String asText(int longest) throws BadAnalysisException {
            if (!json.isString()) {
                throw malformed(path + ": a text is expected");
            }
            String text = json.stringValue();
            if (text.length() > longest) {
                throw new BadAnalysisException(Flaw.TOO_LARGE, path + ": at most " + longest + " characters.");
            }
            return text;
        }

        List<String> texts(String name, int most, int longest) throws BadAnalysisException {
            List<String> texts = new ArrayList<>();
            for (Node each : list(name, most)) {
                String text = each.asText(longest);
                if (longest != Integer.MAX_VALUE && CONTROL.matcher(text).find()) {
                    throw malformed(each.path + ": control characters have no place there");
                }
                texts.add(text);
            }
            return texts;
        }
    }
}
