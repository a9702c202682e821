package io.comfortcommit.repositories.hosts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Texts as parts of a URL. */
final class Encoded {
    private Encoded() {}

    /** Slashes too. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String path(String text) {
        return Arrays.stream(text.split("/")).map(Encoded::segment).collect(Collectors.joining("/"));
    }
}
