package io.comfortcommit.analysis.symbols;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;

/** What a grammar calls its nodes and fields, asked once: a question to a node takes as long as parsing some words does. */
final class Vocabulary {
    private static final Map<TSLanguage, Vocabulary> OF_GRAMMARS = new ConcurrentHashMap<>();

    private final TSLanguage language;
    private final AtomicReferenceArray<@Nullable Word> words;
    private final Map<String, Integer> fields = new ConcurrentHashMap<>();

    /** @param named whether a node is more than a sign or a keyword */
    record Word(String type, boolean named) {}

    private Vocabulary(TSLanguage language) {
        this.language = language;
        this.words = new AtomicReferenceArray<>(language.symbolCount());
    }

    static Vocabulary of(TSLanguage language) {
        return OF_GRAMMARS.computeIfAbsent(language, Vocabulary::new);
    }

    Word word(TSNode node) {
        int symbol = node.getSymbol();
        Word known = symbol >= 0 && symbol < words.length() ? words.get(symbol) : null;
        if (known != null) {
            return known;
        }
        Word word = new Word(node.getType(), node.isNamed());
        if (symbol >= 0 && symbol < words.length()) {
            words.set(symbol, word);
        }
        return word;
    }

    String type(TSNode node) {
        return word(node).type();
    }

    /** Null where the node has none, as where the grammar has no such field. */
    @Nullable
    TSNode field(TSNode node, String name) {
        int id = fields.computeIfAbsent(name, language::fieldIdForName);
        if (id == 0) {
            return null;
        }
        TSNode child = node.getChildByFieldId(id);
        return child.isNull() ? null : child;
    }
}
