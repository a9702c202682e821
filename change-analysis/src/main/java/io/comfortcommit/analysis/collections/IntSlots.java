package io.comfortcommit.analysis.collections;

import java.util.Arrays;

/**
 * Gives numbers a place each, 0 for the first that comes, 1 for the next: what belongs to them can then be kept in arrays
 * that are as long as there are numbers, however wide they are spread. A hash table by open addressing (Knuth, TAOCP 3, 6.4,
 * linear probing), at most half full. Not thread-safe.
 */
public final class IntSlots {
    /** The slot of a number that has none. */
    public static final int NONE = -1;

    /** Slots, one higher, so that 0 is a free place. */
    private int[] table = new int[16];

    private int[] numbers = new int[table.length / 2];
    private int size;

    /** @return {@link #NONE} if it never came */
    public int find(int number) {
        return table[place(number)] - 1;
    }

    /** @return its slot, a new one if it never came */
    public int add(int number) {
        int place = place(number);
        if (table[place] != 0) {
            return table[place] - 1;
        }
        if (size == numbers.length) {
            grow();
            place = place(number);
        }
        numbers[size] = number;
        table[place] = ++size;
        return size - 1;
    }

    /** How many slots there are room for before it grows; arrays of what belongs to the numbers grow with it. */
    public int capacity() {
        return numbers.length;
    }

    /** Memory it takes, in bytes. */
    public long bytes() {
        return (long) Integer.BYTES * (table.length + numbers.length);
    }

    private void grow() {
        numbers = Arrays.copyOf(numbers, numbers.length * 2);
        table = new int[numbers.length * 2];
        for (int slot = 0; slot < size; slot++) {
            table[place(numbers[slot])] = slot + 1;
        }
    }

    /** Where the number is, or the free place where it would be. */
    private int place(int number) {
        int mask = table.length - 1;
        // Numbers that come are often the high bits of a hash already; Fibonacci hashing spreads any others.
        int place = number * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(mask);
        while (table[place] != 0 && numbers[table[place] - 1] != number) {
            place = place + 1 & mask;
        }
        return place;
    }
}
