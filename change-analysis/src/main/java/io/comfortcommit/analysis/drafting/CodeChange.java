package io.comfortcommit.analysis.drafting;

import io.comfortcommit.analysis.declarations.Declaration;
import java.util.List;
import java.util.Map;

/**
 * What the hunks of one file of code do.
 *
 * @param extent whether more than comments, imports or white space has changed
 * @param added declarations that only the new side has, with the lines of each; those inside of others left out
 * @param removed likewise, that only the old side has
 * @param renamed old declarations to new ones that differ in nothing but the name
 * @param altered how declarations that stay have changed
 */
record CodeChange(
        Extent extent,
        List<Part> added,
        List<Part> removed,
        Map<Declaration, Declaration> renamed,
        Map<String, Alteration> altered) {

    CodeChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    enum Extent {
        /** There is nothing to look at: no hunks. */
        UNKNOWN,
        WHITE_SPACE,
        ORDER,
        COMMENTS,
        IMPORTS,
        CODE
    }

    /** A declaration and how many changed lines it has. */
    record Part(Declaration declaration, int lines) {
        /** By the common ways to say so: a word, an underscore, or in some languages the lack of a word or of a capital. */
        boolean isPrivate(String path) {
            var signature = declaration.signature();
            if (signature.matches("(?:private|fileprivate)\\b.*")
                    || signature.startsWith("#")
                    || declaration.name().matches("_(?!_).*")) {
                return true;
            }
            return switch (path.substring(path.lastIndexOf('.') + 1)) {
                case "go" -> Character.isLowerCase(declaration.name().charAt(0));
                case "rs" -> !signature.startsWith("pub");
                case "ts", "tsx", "mts" -> !signature.startsWith("export") && !isMember(signature);
                case "c", "cc", "cpp" -> signature.startsWith("static ");
                default -> false;
            };
        }

        /** Methods have no keyword, functions of a file do. */
        private static boolean isMember(String signature) {
            return !signature.matches("(?:async\\s+)?(?:function|const|let|var|class|interface|type|enum)\\b.*");
        }
    }

    /** @param name of the declaration; empty for what stands in none */
    record Alteration(String name, Verb verb, int lines) {}

    static CodeChange unknown() {
        return new CodeChange(Extent.UNKNOWN, List.of(), List.of(), Map.of(), Map.of());
    }
}
