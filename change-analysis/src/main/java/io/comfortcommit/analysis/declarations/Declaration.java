package io.comfortcommit.analysis.declarations;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name that a line of code declares. Found by the shapes that most languages share, so a line alone is enough and a
 * wrong guess is possible; a parser knows better where there is one.
 *
 * @param name as written, without receiver or type parameters
 * @param signature the line without its indentation and body, to tell whether a declaration itself has changed
 */
public record Declaration(Kind kind, String name, String signature) {

    public enum Kind {
        /** A class, interface, record, struct, trait, module, message, table… */
        TYPE,
        /** A function, method, constructor or procedure. */
        FUNCTION,
        /** A constant or a variable of a whole file or type. */
        CONSTANT,
        /** A test whose name is a text, as in {@code it('rounds down', …)}. */
        TEST
    }

    /** Longer lines are data or minified code. */
    private static final int LONGEST_LINE = 300;

    private static final String NAME = "([\\p{L}_$][\\p{L}\\p{N}_$]*+)";
    private static final String QUALIFIED =
            "([\\p{L}_$][\\p{L}\\p{N}_$]*+(?:(?:\\.|::|#)[\\p{L}_$][\\p{L}\\p{N}_$]*+)*+)";
    private static final String ANNOTATIONS = "^(?:@[\\w.]+(?:\\([^()]*\\))?\\s+)*+";
    private static final String MODIFIER =
            "export|default|public|private|protected|internal|abstract|final|sealed|non-sealed|static|open|data|inner|"
                    + "value|partial|readonly|declare|unsafe|pub(?:\\([^)]*\\))?|expect|actual|annotation|fileprivate|strictfp|"
                    + "override|virtual|async|suspend|inline|extern(?:\\s+\"C\")?|const|synchronized|native|local|tailrec|"
                    + "operator|infix|implicit|lazy|mutating|nonisolated|friend|constexpr|case|typedef|external|get|set";
    private static final String MODIFIERS = "(?:(?:" + MODIFIER + ")\\s+)*+";

    private static final Pattern TYPE = Pattern.compile(ANNOTATIONS
            + MODIFIERS
            + "(?:class|interface|@interface|enum|record|struct|trait|object|protocol|module|namespace|union|extension|"
            + "actor|mixin|contract|library|message|service|input|defmodule|defprotocol)\\s+"
            + "(?:class\\s+|struct\\s+)?" + QUALIFIED
            + "\\s*(?:$|[{:<(;\\[]|(?:extends|implements|permits|where|with|is|do|final|abstract)\\b)");
    private static final Pattern TYPE_ALIAS =
            Pattern.compile("^(?:export\\s+|declare\\s+|pub(?:\\([^)]*\\))?\\s+)*type\\s+" + NAME
                    + "(?:<[^=]*>)?\\s*(?:=|\\{|struct\\b|interface\\b|func\\b|\\[|\\w)");
    private static final Pattern IMPLEMENTATION =
            Pattern.compile("^(?:unsafe\\s+)?impl(?:<[^>]*+>)?\\s+(?:[\\w:<>,]++(?: [\\w:<>,]++)*? for )?" + NAME);
    private static final Pattern SQL = Pattern.compile(
            "^(?i:create)\\s+(?i:or\\s+replace\\s+)?(?i:temporary\\s+|temp\\s+|unique\\s+|materialized\\s+)*"
                    + "(?i:table|view|index|function|procedure|trigger|type|sequence|schema)\\s+(?i:concurrently\\s+)?"
                    + "(?i:if\\s+not\\s+exists\\s+)?[\"`\\[]?([A-Za-z_][\\w$]*(?:[\"`\\]]?\\.[\"`\\[]?[A-Za-z_][\\w$]*)*)");
    private static final Pattern BLOCK = Pattern.compile(
            "^(?:resource|data|module|variable|output|provider)\\s+\"([\\w.-]+)\"(?:\\s+\"([\\w.-]+)\")?\\s*\\{");

    private static final Pattern KEYWORD_FUNCTION = Pattern.compile(ANNOTATIONS
            + MODIFIERS
            + "(?:def|fun|func|fn|function|sub|defp|defmacro|proc|procedure|method|rpc)\\b\\s*\\*?\\s*"
            + "(?:\\([^()]*\\)\\s*)?(?:<[^<>()]*>\\s*)?(?:self\\.)?" + QUALIFIED
            + "[?!]?\\s*(?:$|[<(\\[{:=]|do\\b)");
    private static final Pattern LISP_FUNCTION =
            Pattern.compile("^\\((?:defn-?|defmacro|defun|define)\\s+\\(?([\\w!?*+<>=/-]+)");
    private static final Pattern ASSIGNED_FUNCTION = Pattern.compile(
            "^(?:export\\s+)?(?:default\\s+)?(?:const|let|var)\\s+" + NAME
                    + "\\s*(?::[^=]+)?=\\s*(?:async\\s*)?(?:function\\b|\\([^()]*\\)\\s*(?::[^=]+)?=>|\\(\\s*$|\\w+\\s*=>)");
    private static final Pattern TYPED_FUNCTION = Pattern.compile(ANNOTATIONS
            + "((?:(?:" + MODIFIER + ")\\s+)*+)"
            + "(?:<[^()=]*>\\s+)?([\\p{L}_$][\\p{L}\\p{N}_$.:]*(?:<[^()=;]*>)?[\\[\\]?*&]*\\s+[*&]*)"
            + QUALIFIED + "\\s*\\(([^;={}]*)(\\)[^;={}]*)?([{;,=]?.*)$");
    private static final Pattern TYPED_PARAMETER =
            Pattern.compile("(?:@\\w+\\s+|final\\s+|const\\s+)*[\\p{L}_][\\w.:]*[\\[\\]?*&.]*\\s+[*&]*[\\p{L}_$]\\w*");
    private static final Pattern TYPE_PARAMETERS = Pattern.compile("<[^<>]*>");
    private static final Pattern QUOTED = Pattern.compile(".*['\"].*");
    private static final Pattern BARE_FUNCTION = Pattern.compile(ANNOTATIONS + "((?:(?:" + MODIFIER + ")\\s+)*+)[#~*]?"
            + QUALIFIED + "\\s*\\(([^()]*)\\)\\s*(?:[:-][^{;=]*)?(?:throws\\s[^{]*)?\\{");
    private static final Pattern CONSTRUCTOR = Pattern.compile(
            ANNOTATIONS + "(?:public|private|protected|internal)\\s+([A-Z][\\w$]*)\\s*(?:\\(|\\{\\s*$)");

    private static final Pattern CONSTANT = Pattern.compile(ANNOTATIONS
            + "(?:(?:public|private|protected|internal|export|pub(?:\\([^)]*\\))?)\\s+)*+"
            + "(?:static\\s+final|final\\s+static|static\\s+readonly|static\\s+constexpr|static\\s+const|constexpr|"
            + "const\\s+val|const|static\\s+let|static)\\s+([^=;(){}\"']++)=");
    private static final Pattern TYPE_AFTER_NAME = Pattern.compile("(?<!:):(?!:)");
    private static final Pattern LAST_NAME = Pattern.compile(NAME + "\\s*(?:\\[[^\\]]*\\])?\\s*$");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Pattern WHOLE_FILE_VARIABLE =
            Pattern.compile("^(?:export\\s+)?(?:const|let|var|val)\\s+" + NAME + "\\b");
    private static final Pattern UPPER_CASE = Pattern.compile("^([A-Z][A-Z0-9_]{2,})\\s*(?::[^=]+)?=[^=]");
    private static final Pattern UPPER_CASE_NAME = Pattern.compile("[A-Z][A-Z0-9_]+");
    private static final Pattern MACRO = Pattern.compile("^#\\s*define\\s+" + NAME);
    private static final Pattern TEXT_TEST = Pattern.compile(
            "^(?:it|test|describe|context|scenario|specify|feature)(?:\\.\\w+)*\\s*\\(?\\s*(['\"`])(.{3,120}?)\\1");

    private static final Pattern COMMENT = Pattern.compile("//|/\\*|\\*(?:[ /]|$)|-- |<!--|;;|#|\"\"\"");
    /** Looks like a comment and tells a tool what to do. */
    private static final Pattern DIRECTIVE = Pattern.compile(
            "//go:|// \\+build|#!|#\\s*(?:define|undef|include|if|ifdef|ifndef|elif|else|endif|pragma|import|error)\\b|#\\[|#\\w+\\s*[(=;]");

    /** Words that begin a statement and never a declaration, or that look like a function's name and aren't one. */
    private static final Set<String> STATEMENTS = Set.of(
            "return",
            "throw",
            "throws",
            "new",
            "else",
            "if",
            "await",
            "yield",
            "goto",
            "delete",
            "assert",
            "in",
            "not",
            "and",
            "or",
            "is",
            "as",
            "for",
            "foreach",
            "while",
            "until",
            "unless",
            "switch",
            "case",
            "catch",
            "when",
            "match",
            "with",
            "using",
            "lock",
            "synchronized",
            "try",
            "finally",
            "do",
            "elif",
            "elsif",
            "elseif",
            "super",
            "this",
            "self",
            "print",
            "echo",
            "raise",
            "import",
            "from",
            "package",
            "include",
            "require",
            "defer",
            "go",
            "select",
            "typeof",
            "sizeof",
            "instanceof",
            "insert",
            "update",
            "values",
            "guard",
            "let",
            "var",
            "val",
            "const",
            "function",
            "default",
            "break",
            "continue",
            "fn",
            "func",
            "def",
            "fun",
            "extends",
            "implements");

    /** @param line one line of code, with or without its indentation */
    public static Optional<Declaration> in(String line) {
        if (line.length() > LONGEST_LINE) {
            return Optional.empty();
        }
        // Runs of white space would make the patterns slow and tell nothing.
        var code = inSingleSpaces(line.strip());
        if (code.isEmpty() || isComment(code)) {
            return Optional.empty();
        }
        var atMargin = !Character.isWhitespace(line.charAt(0));

        return first(Kind.TEST, TEXT_TEST, 2, code)
                .or(() -> first(Kind.TYPE, TYPE, 1, code))
                .or(() -> code.contains("type ") ? first(Kind.TYPE, TYPE_ALIAS, 1, code) : Optional.empty())
                .or(() -> first(Kind.TYPE, IMPLEMENTATION, 1, code))
                .or(() -> first(Kind.TYPE, SQL, 1, code))
                .or(() -> code.indexOf('"') > 0 ? block(code) : Optional.empty())
                .or(() -> first(Kind.FUNCTION, KEYWORD_FUNCTION, 1, code))
                .or(() -> first(Kind.FUNCTION, LISP_FUNCTION, 1, code))
                .or(() -> code.indexOf('=') > 0 ? first(Kind.FUNCTION, ASSIGNED_FUNCTION, 1, code) : Optional.empty())
                .or(() -> first(Kind.FUNCTION, CONSTRUCTOR, 1, code))
                .or(() -> code.indexOf('(') > 0 ? typedFunction(code, atMargin) : Optional.empty())
                .or(() -> code.indexOf('(') > 0 && code.indexOf('{') > 0 ? bareFunction(code) : Optional.empty())
                .or(() -> constant(code, atMargin));
    }

    /** Most lines have no others. */
    private static String inSingleSpaces(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c >= '\t' && c <= '\r' || c == ' ' && line.charAt(i + 1) == ' ') {
                return WHITE_SPACE.matcher(line).replaceAll(" ");
            }
        }
        return line;
    }

    /** @param pattern from the beginning of the line on */
    private static Optional<Declaration> first(Kind kind, Pattern pattern, int group, String code) {
        var found = pattern.matcher(code);
        return found.lookingAt() ? declaration(kind, found.group(group), code) : Optional.empty();
    }

    private static Optional<Declaration> block(String code) {
        var found = BLOCK.matcher(code);
        if (!found.lookingAt()) {
            return Optional.empty();
        }
        var name = found.group(2) == null ? found.group(1) : found.group(1) + "." + found.group(2);
        return Optional.of(new Declaration(Kind.TYPE, name, signature(code)));
    }

    /** {@code Type name(parameters) {}: without a modifier only where a body or parameters follow, not a call's arguments. */
    private static Optional<Declaration> typedFunction(String code, boolean atMargin) {
        var found = TYPED_FUNCTION.matcher(code);
        if (!found.lookingAt()) {
            return Optional.empty();
        }
        var type = found.group(2).strip();
        if (STATEMENTS.contains(type)
                || STATEMENTS.contains(found.group(3))
                || type.endsWith(".")
                || type.endsWith(":")) {
            return Optional.empty();
        }
        var hasModifier = !found.group(1).isEmpty();
        var parameters = found.group(4);
        var closed = found.group(5) != null || parameters.contains(")");
        var rest = found.group(6);
        var opensBody = rest.startsWith("{") || rest.startsWith("=>") || rest.startsWith("= ");
        if (opensBody
                || hasModifier
                || !closed && (parameters.isBlank() || looksTyped(parameters))
                || rest.startsWith(";") && looksTyped(parameters)
                || atMargin && rest.isEmpty()) {
            return declaration(Kind.FUNCTION, found.group(3), code);
        }
        return Optional.empty();
    }

    /** Each parameter has a type and a name, as a call's arguments don't. */
    private static boolean looksTyped(String parameters) {
        var list = parameters.replace(")", "").strip();
        if (list.isEmpty()) {
            return false;
        }
        for (var parameter : TYPE_PARAMETERS.matcher(list).replaceAll("").split(",")) {
            if (!TYPED_PARAMETER.matcher(parameter.strip()).matches()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Declaration> bareFunction(String code) {
        var found = BARE_FUNCTION.matcher(code);
        if (!found.lookingAt()
                || STATEMENTS.contains(found.group(2))
                || QUOTED.matcher(found.group(3)).matches()) {
            return Optional.empty();
        }
        return declaration(Kind.FUNCTION, found.group(2), code);
    }

    private static Optional<Declaration> constant(String code, boolean atMargin) {
        var macro = first(Kind.CONSTANT, MACRO, 1, code);
        if (macro.isPresent()) {
            return macro;
        }
        var constant = CONSTANT.matcher(code);
        if (code.indexOf('=') > 0 && constant.lookingAt()) {
            var name = LAST_NAME.matcher(TYPE_AFTER_NAME.split(constant.group(1), 2)[0]);
            if (name.find()
                    && (atMargin
                            || !code.startsWith("const ")
                            || UPPER_CASE_NAME.matcher(name.group(1)).matches())) {
                return declaration(Kind.CONSTANT, name.group(1), code);
            }
        }
        if (!atMargin) {
            return Optional.empty();
        }
        return first(Kind.CONSTANT, WHOLE_FILE_VARIABLE, 1, code).or(() -> first(Kind.CONSTANT, UPPER_CASE, 1, code));
    }

    private static Optional<Declaration> declaration(Kind kind, String name, String code) {
        var last = name.substring(
                Math.max(name.lastIndexOf('.'), Math.max(name.lastIndexOf(':'), name.lastIndexOf('#'))) + 1);
        if (STATEMENTS.contains(name) || kind != Kind.TEST && STATEMENTS.contains(last)) {
            return Optional.empty();
        }
        return Optional.of(new Declaration(kind, name, signature(code)));
    }

    private static String signature(String code) {
        var body = code.indexOf('{');
        return (body > 0 ? code.substring(0, body) : code).strip();
    }

    /** Whether a line without its indentation is a comment, in any of the common ways to write one. */
    public static boolean isComment(String code) {
        return COMMENT.matcher(code).lookingAt() && !DIRECTIVE.matcher(code).lookingAt();
    }
}
