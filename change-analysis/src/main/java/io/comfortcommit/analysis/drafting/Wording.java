package io.comfortcommit.analysis.drafting;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts points into words. */
record Wording(Phrases phrases) {
    /**
     * How much is said.
     *
     * @param names how many
     * @param place whether with the place they are in
     * @param width characters of each
     */
    record Detail(int names, boolean place, int width) {}

    /** @param points with the same verb, at least one */
    String say(List<Point> points, Detail detail) {
        var verb = points.getFirst().verb();
        if (detail.place() && points.size() > 1 && isSameInPlaces(points)) {
            var names = points.getFirst().names().stream()
                    .map(name -> Names.shortened(name, detail.width()))
                    .toList();
            var places = points.stream()
                    .map(Point::place)
                    .filter(Objects::nonNull)
                    .map(place -> Names.shortened(place, detail.width()))
                    .toList();
            return phrases.say(verb, phrases.list(names, detail.names()), phrases.list(places, detail.names()));
        }
        var names = points.stream()
                .flatMap(point -> point.names().stream().map(name -> name(point, name, detail)))
                .distinct()
                .toList();
        return phrases.say(verb, phrases.list(names, detail.names()), place(points, detail));
    }

    /** Whether nothing is lost: neither a name, nor a place, nor a part of one. */
    boolean isComplete(List<Point> points, Detail detail) {
        var names = points.stream().flatMap(point -> point.names().stream()).toList();
        if (names.stream().anyMatch(name -> name.length() > detail.width())) {
            return false;
        }
        if (detail.place() && points.size() > 1 && isSameInPlaces(points)) {
            return points.size() <= detail.names() && points.getFirst().names().size() <= detail.names();
        }
        return names.size() <= detail.names()
                && points.stream()
                        .allMatch(point ->
                                point.place() == null || detail.place() && (points.size() == 1 || isQualified(point)));
    }

    private static boolean isSameInPlaces(List<Point> points) {
        return points.stream()
                .allMatch(point -> point.place() != null
                        && !isQualified(point)
                        && point.names().equals(points.getFirst().names()));
    }

    /** One place can be said, of several none. */
    private static @Nullable String place(List<Point> points, Detail detail) {
        var first = points.getFirst();
        if (points.size() > 1 || !detail.place() || first.place() == null || isQualified(first)) {
            return null;
        }
        return Names.shortened(first.place(), detail.width());
    }

    /** {@code read} in {@code Reader} is {@code Reader.read} where it is the only one there. */
    private static String name(Point point, String name, Detail detail) {
        var full = detail.place() && isQualified(point) ? point.place() + "." + name : name;
        return Names.shortened(full, detail.width());
    }

    private static boolean isQualified(Point point) {
        return point.verb().ofMember() && point.place() != null && point.names().size() == 1 && isType(point.place());
    }

    /** Whether a label is a type's name and not a file's. */
    static boolean isType(String label) {
        return label.matches("[\\p{L}\\p{N}_$]+");
    }
}
