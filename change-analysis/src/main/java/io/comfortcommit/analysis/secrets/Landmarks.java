package io.comfortcommit.analysis.secrets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;

/**
 * Which of many words are in a line, told in one pass over it (Aho and Corasick 1975). The patterns behind them need one of
 * their words each, and most lines have none. ASCII letters are the same in both cases, as for {@code (?i)}.
 */
final class Landmarks {
    private static final int ASCII = 128;

    /** Of a character that is in no word. */
    private static final int STRANGE = 0;

    private final int groups;
    private final int[] signs = new int[ASCII];
    private final char[] others;
    private final int width;
    /** State and sign to state. */
    private final int[] next;
    /** State to the groups of the words that end there. */
    private final long[][] ended;

    /** @param groups by the places of which in this list it is told what was seen; no word is empty */
    Landmarks(List<List<String>> groups) {
        this.groups = groups.size();
        TreeSet<Character> known = new TreeSet<>();
        groups.stream().flatMap(List::stream).flatMapToInt(String::chars).forEach(c -> known.add(lower((char) c)));
        StringBuilder foreign = new StringBuilder();
        known.tailSet((char) ASCII).forEach(foreign::append);
        this.others = foreign.toString().toCharArray();
        int sign = 1;
        for (char c : known.headSet((char) ASCII)) {
            signs[c] = sign;
            signs[Character.toUpperCase(c)] = sign;
            sign++;
        }
        this.width = sign + others.length;

        List<int[]> trie = new ArrayList<>(List.of(new int[width]));
        List<long[]> ends = new ArrayList<>(List.of(new long[words()]));
        for (int group = 0; group < groups.size(); group++) {
            for (String word : groups.get(group)) {
                int state = 0;
                for (int at = 0; at < word.length(); at++) {
                    int[] from = trie.get(state);
                    int with = sign(lower(word.charAt(at)));
                    if (from[with] == 0) {
                        from[with] = trie.size();
                        trie.add(new int[width]);
                        ends.add(new long[words()]);
                    }
                    state = from[with];
                }
                ends.get(state)[group / Long.SIZE] |= 1L << group;
            }
        }
        fallBack(trie, ends);
        this.next = trie.stream().flatMapToInt(Arrays::stream).toArray();
        this.ended = ends.stream()
                .map(ended -> Arrays.stream(ended).allMatch(bits -> bits == 0) ? new long[0] : ended)
                .toArray(long[][]::new);
    }

    /** Where a word goes on otherwise, the longest end of it that another begins with does. */
    private void fallBack(List<int[]> trie, List<long[]> ends) {
        int[] fallback = new int[trie.size()];
        Queue<Integer> states = new ArrayDeque<>(List.of(0));
        while (!states.isEmpty()) {
            int state = states.remove();
            int[] from = trie.get(state);
            for (int sign = 1; sign < width; sign++) {
                int otherwise = state == 0 ? 0 : trie.get(fallback[state])[sign];
                if (from[sign] == 0) {
                    from[sign] = otherwise;
                } else {
                    fallback[from[sign]] = otherwise;
                    for (int word = 0; word < words(); word++) {
                        ends.get(from[sign])[word] |= ends.get(otherwise)[word];
                    }
                    states.add(from[sign]);
                }
            }
        }
    }

    private int words() {
        return (groups + Long.SIZE - 1) / Long.SIZE;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    private int sign(char c) {
        if (c < ASCII) {
            return signs[c];
        }
        int place = Arrays.binarySearch(others, c);
        return place < 0 ? STRANGE : width - others.length + place;
    }

    Seen in(String line) {
        long[] seen = new long[words()];
        int state = 0;
        for (int at = 0; at < line.length(); at++) {
            state = next[state * width + sign(line.charAt(at))];
            long[] here = ended[state];
            for (int word = 0; word < here.length; word++) {
                seen[word] |= here[word];
            }
        }
        return new Seen(seen);
    }

    /** The groups of which a line has a word. */
    static final class Seen {
        private final long[] bits;

        private Seen(long[] bits) {
            this.bits = bits;
        }

        boolean has(int group) {
            return (bits[group / Long.SIZE] >>> group & 1) != 0;
        }

        /** The first group from this one on; -1 where there is none. */
        int next(int from) {
            for (int word = from / Long.SIZE; word < bits.length; word++) {
                long left = word == from / Long.SIZE ? bits[word] & -1L << from : bits[word];
                if (left != 0) {
                    return word * Long.SIZE + Long.numberOfTrailingZeros(left);
                }
            }
            return -1;
        }
    }
}
