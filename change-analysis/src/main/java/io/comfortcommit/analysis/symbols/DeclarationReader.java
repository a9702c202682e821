package io.comfortcommit.analysis.symbols;

import io.comfortcommit.analysis.declarations.Declaration;
import io.comfortcommit.analysis.symbols.SymbolChange.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/** Lists the declarations of a text, outer ones before inner ones; broken text is read as far as it can be. */
final class DeclarationReader {
    /** What a node declares. A kind of node means the same in all grammars that have it. */
    private static final Map<String, Kind> KINDS = new HashMap<>();

    static {
        for (String type : List.of(
                "class_declaration",
                "abstract_class_declaration",
                "interface_declaration",
                "enum_declaration",
                "record_declaration",
                "annotation_type_declaration",
                "object_declaration",
                "struct_declaration",
                "trait_declaration",
                "protocol_declaration",
                "delegate_declaration",
                "type_alias",
                "type_alias_declaration",
                "typealias_declaration",
                "alias_declaration",
                "type_definition",
                "class_definition",
                "object_definition",
                "trait_definition",
                "enum_definition",
                "type_spec",
                "struct_item",
                "enum_item",
                "union_item",
                "trait_item",
                "type_item",
                "struct_specifier",
                "class_specifier",
                "union_specifier",
                "enum_specifier",
                "class",
                "module")) {
            KINDS.put(type, Kind.TYPE);
        }
        for (String type : List.of(
                "method_declaration",
                "constructor_declaration",
                "compact_constructor_declaration",
                "function_declaration",
                "generator_function_declaration",
                "function_definition",
                "method_definition",
                "method_signature",
                "abstract_method_signature",
                "function_signature",
                "function_item",
                "function_signature_item",
                "macro_definition",
                "method_elem",
                "init_declaration",
                "deinit_declaration",
                "protocol_function_declaration",
                "secondary_constructor",
                "preproc_function_def",
                "method",
                "singleton_method")) {
            KINDS.put(type, Kind.FUNCTION);
        }
        for (String type : List.of(
                "variable_declarator",
                "public_field_definition",
                "field_definition",
                "property_signature",
                "property_declaration",
                "property_element",
                "const_element",
                "const_spec",
                "var_spec",
                "const_item",
                "static_item",
                "field_declaration",
                "preproc_def",
                "val_definition",
                "var_definition",
                "enum_constant",
                "enum_case",
                "enum_entry",
                "enum_variant",
                "enumerator",
                "enum_member_declaration",
                "simple_enum_case",
                "full_enum_case",
                "variable_assignment",
                "assignment",
                "declaration")) {
            KINDS.put(type, Kind.VARIABLE);
        }
    }

    /** Enclose declarations without being one that a change would be told by. */
    private static final Set<String> CONTAINERS = Set.of(
            "impl_item",
            "mod_item",
            "namespace_definition",
            "namespace_declaration",
            "internal_module",
            "companion_object");

    /** Stand around one declaration and belong to it: what is above its name. */
    private static final Set<String> WRAPPERS = Set.of(
            "decorated_definition",
            "export_statement",
            "template_declaration",
            "lexical_declaration",
            "variable_declaration",
            "field_declaration",
            "const_declaration",
            "property_declaration",
            "type_declaration",
            "var_declaration",
            "declaration_command",
            "expression_statement",
            "enum_case_definitions");

    private static final Set<String> NAMES = Set.of(
            "identifier",
            "type_identifier",
            "field_identifier",
            "simple_identifier",
            "property_identifier",
            "private_property_identifier",
            "namespace_identifier",
            "constant",
            "name",
            "word",
            "variable_name",
            "destructor_name",
            "operator_name");

    private static final Set<String> FUNCTION_VALUES =
            Set.of("arrow_function", "function_expression", "function", "generator_function", "lambda");

    private static final Set<String> TESTS =
            Set.of("it", "test", "describe", "context", "scenario", "specify", "feature");

    /** Those of them that hold others. */
    private static final Set<String> GROUPS = Set.of("describe", "context", "feature");

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern BODY_BEGINS = Pattern.compile("\\s*[={:]+$");
    private static final Pattern TYPE_ARGUMENTS = Pattern.compile("<.*");
    private static final Pattern RECEIVER_SIGNS = Pattern.compile("\\[.*|[()*]");
    private static final Pattern QUOTES = Pattern.compile("^['\"`]|['\"`]$");
    private static final Pattern PRIVATE = Pattern.compile("(?:^|\\s)(?:private|fileprivate)\\b");
    private static final Pattern PUBLIC = Pattern.compile("\\b(?:public|protected)\\b");
    private static final Pattern BARE_JAVA_METHOD =
            Pattern.compile("(?:final |static |abstract |@\\w+ )*[\\w<>\\[\\], .]+\\(.*");
    /** Of what stands around a single declaration. */
    private static final int MOST_PARTS = 12;

    private static final int DEEPEST = 120;
    private static final int MOST = 5_000;
    private static final int LONGEST_SIGNATURE = 400;
    private static final int LONGEST_TEST_NAME = 120;

    private final String path;
    private final byte[] source;
    private final List<String> lines;
    /** Bytes before each row. */
    private final int[] rows;

    private final Vocabulary vocabulary;
    private final List<Declared> found = new ArrayList<>();
    private final List<String> containers = new ArrayList<>();

    private DeclarationReader(String path, String text, TSLanguage language) {
        this.path = path;
        this.source = text.getBytes(StandardCharsets.UTF_8);
        this.lines = text.lines().toList();
        this.rows = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, source.length)
                                .filter(place -> source[place] == '\n')
                                .map(place -> place + 1))
                .toArray();
        this.vocabulary = Vocabulary.of(language);
    }

    /** Empty where there is no grammar for the file, or where its parser took too long or once ended the process. */
    static Optional<List<Declared>> read(String path, String text) {
        Optional<TSLanguage> language = Grammars.of(path);
        if (language.isEmpty()) {
            return Optional.empty();
        }
        DeclarationReader reader = new DeclarationReader(path, text, language.get());
        boolean[] read = {false};
        boolean tried = Parsing.noted(reader.source, () -> read[0] = reader.read(language.get()));
        return tried && read[0] ? Optional.of(List.copyOf(reader.found)) : Optional.empty();
    }

    private boolean read(TSLanguage language) {
        try (TSParser parser = new TSParser()) {
            parser.setLanguage(language);
            try (TSTree tree = Parsing.parse(parser, source)) {
                if (tree == null) {
                    return false;
                }
                try (TSTreeCursor cursor = new TSTreeCursor(tree.getRootNode())) {
                    children(cursor, null, -1, 0);
                }
                return true;
            }
        }
    }

    /**
     * Goes with a cursor: a node finds its parent and its nth child by counting from the start.
     *
     * @param around what stands around the declaration that is the only one here
     */
    private void children(TSTreeCursor at, @Nullable TSNode around, int parent, int depth) {
        if (depth >= DEEPEST || !at.gotoFirstChild()) {
            return;
        }
        do {
            TSNode child = at.currentNode();
            Vocabulary.Word word = vocabulary.word(child);
            if (word.named() && found.size() < MOST) {
                visit(at, child, word.type(), around, parent, depth + 1);
            }
        } while (at.gotoNextSibling());
        at.gotoParent();
    }

    private void visit(TSTreeCursor at, TSNode node, String type, @Nullable TSNode around, int parent, int depth) {
        if (CONTAINERS.contains(type)) {
            inside(containerName(node, type), () -> children(at, null, parent, depth));
            return;
        }
        TSNode whole = around == null ? node : around;
        Kind kind = KINDS.get(type);
        String name = kind == null ? null : name(node, type);
        if (kind == null || name == null) {
            if (!testCall(at, node, type, whole, parent, depth)) {
                children(at, WRAPPERS.contains(type) && hasOneDeclaration(node) ? whole : null, parent, depth);
            }
            return;
        }
        if (kind == Kind.VARIABLE && isFunction(node, type)) {
            kind = Kind.FUNCTION;
        }
        int place = add(node, whole, kind, name, receiver(node, type), parent);
        if (kind == Kind.TYPE) {
            inside(name, () -> children(at, null, place, depth));
        }
    }

    /** A block of constants belongs to none of them. */
    private boolean hasOneDeclaration(TSNode node) {
        int count = node.getNamedChildCount();
        int declarations = 0;
        for (int place = 0; place < count && count <= MOST_PARTS; place++) {
            String type = vocabulary.type(node.getNamedChild(place));
            if (KINDS.containsKey(type) || WRAPPERS.contains(type) || type.endsWith("call_expression")) {
                declarations++;
            }
        }
        return declarations == 1;
    }

    private void inside(@Nullable String name, Runnable visit) {
        if (name == null) {
            visit.run();
            return;
        }
        containers.add(name);
        visit.run();
        containers.removeLast();
    }

    private int add(TSNode node, TSNode whole, Kind kind, String name, @Nullable String receiver, int parent) {
        String written = name;
        String container = containers.isEmpty() ? null : String.join(".", containers);
        int scope = Math.max(name.lastIndexOf("::"), -1);
        if (scope > 0) {
            receiver = name.substring(0, scope).replace("::", ".");
            written = name.substring(scope + 2);
        }
        if (receiver != null) {
            container = container == null ? receiver : container + "." + receiver;
        }
        int start = whole.getStartByte();
        int end = whole.getEndByte();
        String signature = signature(start, end, node);
        int firstRow = row(start);
        found.add(new Declared(
                kind,
                written,
                container,
                isPublic(written, signature),
                withWhatIsAbove(firstRow),
                Math.max(firstRow, lastRow(end)),
                signature,
                text(start, end),
                parent));
        return found.size() - 1;
    }

    /** Ruby, JavaScript and others write tests as calls with a text. */
    private boolean testCall(TSTreeCursor at, TSNode node, String type, TSNode whole, int parent, int depth) {
        if (!type.equals("call_expression") && !type.equals("call")) {
            return false;
        }
        @Nullable TSNode callee = field(node, type.equals("call") ? "method" : "function");
        @Nullable TSNode arguments = field(node, "arguments");
        if (callee == null || arguments == null || arguments.getNamedChildCount() == 0) {
            return false;
        }
        String called = text(callee);
        int dot = called.indexOf('.');
        if (!TESTS.contains(dot < 0 ? called : called.substring(0, dot))) {
            return false;
        }
        TSNode first = arguments.getNamedChild(0);
        if (!vocabulary.type(first).contains("string")) {
            return false;
        }
        String title = QUOTES.matcher(text(first)).replaceAll("");
        if (title.isBlank()) {
            return false;
        }
        String name = title.length() > LONGEST_TEST_NAME ? title.substring(0, LONGEST_TEST_NAME) : title;
        int place = add(node, whole, Kind.TEST, name, null, parent);
        if (GROUPS.contains(called)) {
            inside(name, () -> children(at, null, place, depth));
        }
        return true;
    }

    private @Nullable String name(TSNode node, String type) {
        switch (type) {
            case "struct_specifier", "class_specifier", "union_specifier", "enum_specifier" -> {
                // Without a body it is a use of the type.
                if (field(node, "body") == null) {
                    return null;
                }
            }
            case "variable_declarator" -> {
                if (isImport(node)) {
                    return null;
                }
            }
            case "init_declaration" -> {
                return "init";
            }
            case "deinit_declaration" -> {
                return "deinit";
            }
            case "assignment" -> {
                @Nullable TSNode left = field(node, "left");
                return left != null && NAMES.contains(vocabulary.type(left)) ? text(left) : null;
            }
            default -> {}
        }
        @Nullable TSNode named = field(node, "name");
        if (named == null) {
            named = field(node, "declarator");
        }
        if (named == null) {
            named = field(node, "pattern");
        }
        if (named == null) {
            named = childOf(node, NAMES);
        }
        if (named == null) {
            named = childOf(node, Set.of("variable_declaration"));
        }
        return named == null ? null : innermostName(named);
    }

    /** Through declarators, patterns and generic types to the name itself; a scope stays with it. */
    private @Nullable String innermostName(TSNode node) {
        TSNode current = node;
        for (int step = 0; step < 8; step++) {
            String type = vocabulary.type(current);
            if (NAMES.contains(type) || type.equals("qualified_identifier")) {
                String name = text(current);
                return name.isEmpty() || name.length() > LONGEST_TEST_NAME ? null : name;
            }
            @Nullable TSNode next = field(current, "declarator");
            if (next == null) {
                next = field(current, "bound_identifier");
            }
            if (next == null) {
                next = field(current, "name");
            }
            if (next == null) {
                next = childOf(current, Set.of("variable_declarator"));
            }
            if (next == null) {
                next = childOf(current, NAMES);
            }
            if (next == null) {
                return null;
            }
            current = next;
        }
        return null;
    }

    private @Nullable String containerName(TSNode node, String type) {
        if (type.equals("companion_object")) {
            return null;
        }
        @Nullable TSNode named = field(node, type.equals("impl_item") ? "type" : "name");
        return named == null
                ? null
                : TYPE_ARGUMENTS.matcher(text(named)).replaceAll("").replace("::", ".");
    }

    /** What a function belongs to that does not stand around it. */
    private @Nullable String receiver(TSNode node, String type) {
        if (!type.equals("method_declaration")) {
            return null;
        }
        @Nullable TSNode receiver = field(node, "receiver");
        if (receiver == null) {
            return null;
        }
        String[] words =
                RECEIVER_SIGNS.matcher(text(receiver)).replaceAll(" ").strip().split("\\s+");
        return words[words.length - 1].isEmpty() ? null : words[words.length - 1];
    }

    private boolean isFunction(TSNode node, String type) {
        if (type.equals("variable_declarator")
                || type.equals("public_field_definition")
                || type.equals("field_definition")) {
            @Nullable TSNode value = field(node, "value");
            return value != null && FUNCTION_VALUES.contains(vocabulary.type(value));
        }
        if (type.equals("declaration") || type.equals("field_declaration")) {
            @Nullable TSNode declarator = field(node, "declarator");
            for (int step = 0; step < 4 && declarator != null; step++) {
                if (vocabulary.type(declarator).equals("function_declarator")) {
                    return true;
                }
                declarator = field(declarator, "declarator");
            }
        }
        return false;
    }

    private boolean isImport(TSNode node) {
        @Nullable TSNode value = field(node, "value");
        if (value == null || !vocabulary.type(value).equals("call_expression")) {
            return false;
        }
        @Nullable TSNode callee = field(value, "function");
        return callee != null && text(callee).equals("require");
    }

    /** @param start and {@code end}: bytes of the declaration with what stands around it */
    private String signature(int start, int end, TSNode node) {
        @Nullable TSNode body = field(node, "body");
        if (body == null) {
            body = field(node, "value");
        }
        if (body == null) {
            body = field(node, "accessors");
        }
        if (body == null) {
            body = childOf(node, Set.of("function_body", "class_body", "enum_class_body", "block", "do_block"));
        }
        if (body != null) {
            end = body.getStartByte();
        }
        String text = new String(
                source, start, Math.min(Math.max(0, end - start), LONGEST_SIGNATURE), StandardCharsets.UTF_8);
        String inOneLine = WHITE_SPACE.matcher(text.strip()).replaceAll(" ");
        return inOneLine.indexOf('=') < 0 && inOneLine.indexOf('{') < 0 && inOneLine.indexOf(':') < 0
                ? inOneLine
                : BODY_BEGINS.matcher(inOneLine).replaceAll("");
    }

    /** By the words and the customs of the languages; what says nothing is taken for public. */
    private boolean isPublic(String name, String signature) {
        if (signature.contains("private") && PRIVATE.matcher(signature).find() || name.startsWith("#")) {
            return false;
        }
        String extension = path.substring(path.lastIndexOf('.') + 1);
        return switch (extension) {
            case "go" -> Character.isUpperCase(name.codePointAt(0));
            case "rs" -> signature.contains("pub") || !containers.isEmpty();
            case "py", "rb" -> !name.startsWith("_");
            case "java" ->
                PUBLIC.matcher(signature).find()
                        || !BARE_JAVA_METHOD.matcher(signature).matches()
                        || isInInterface();
            case "js", "mjs", "ts", "tsx", "mts" -> !containers.isEmpty() || signature.startsWith("export");
            case "c", "cc", "cpp" -> !signature.startsWith("static ");
            default -> true;
        };
    }

    private boolean isInInterface() {
        for (int place = found.size() - 1; place >= 0; place--) {
            if (found.get(place).kind() == Kind.TYPE) {
                return found.get(place).signature().contains("interface ");
            }
        }
        return false;
    }

    /** Comments, annotations and attributes that touch the declaration from above. */
    private int withWhatIsAbove(int row) {
        int first = row;
        while (first > 0 && first <= lines.size()) {
            String above = lines.get(first - 1).strip();
            if (above.isEmpty()
                    || !(Declaration.isComment(above)
                            || above.startsWith("*")
                            || above.startsWith("@")
                            || above.startsWith("#[")
                            || above.startsWith("["))) {
                break;
            }
            first--;
        }
        return first;
    }

    /** A node that ends with a line feed ends in the row before. */
    private int lastRow(int end) {
        int row = row(end);
        return rows[row] == end ? row - 1 : row;
    }

    private int row(int at) {
        int place = Arrays.binarySearch(rows, at);
        return place < 0 ? -place - 2 : place;
    }

    private @Nullable TSNode field(TSNode node, String name) {
        return vocabulary.field(node, name);
    }

    private @Nullable TSNode childOf(TSNode node, Set<String> types) {
        int count = node.getNamedChildCount();
        for (int place = 0; place < count; place++) {
            TSNode child = node.getNamedChild(place);
            if (types.contains(vocabulary.type(child))) {
                return child;
            }
        }
        return null;
    }

    private String text(TSNode node) {
        return text(node.getStartByte(), node.getEndByte());
    }

    private String text(int from, int to) {
        int start = Math.min(from, source.length);
        int end = Math.min(to, source.length);
        return new String(source, start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }
}
