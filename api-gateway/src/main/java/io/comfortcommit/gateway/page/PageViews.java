package io.comfortcommit.gateway.page;

import java.util.List;

/** The addresses of the page's views but for those of drafts. */
public final class PageViews {
    static final String HOME = "/";
    static final String HISTORY = "/history";
    static final String DEVICES = "/devices";
    public static final String SETTINGS = "/settings";
    public static final List<String> ALL = List.of(HOME, HISTORY, DEVICES, SETTINGS);

    private PageViews() {}
}
