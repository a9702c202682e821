package io.comfortcommit.cli.drafts;

import io.comfortcommit.cli.client.Draft;
import io.comfortcommit.cli.client.Server;
import io.comfortcommit.cli.client.Server.DraftList;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds a draft by its id, or by a beginning or an end of it that no other draft has. */
public final class DraftFinder {
    private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern PART = Pattern.compile("[0-9a-f-]{3,36}");
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10;

    private DraftFinder() {}

    /**
     * @return the whole id, which need not exist where it was given in full
     * @throws Failure {@link Problem#DRAFT_NOT_FOUND}, {@link Problem#DRAFT_AMBIGUOUS}
     */
    public static String find(Server server, String given) {
        String id = given.toLowerCase(Locale.ROOT);
        if (WHOLE.matcher(id).matches()) {
            return id;
        }
        List<String> fitting = PART.matcher(id).matches() ? fitting(server, id) : List.of();
        return switch (fitting.size()) {
            case 0 -> throw Failure.of(Problem.DRAFT_NOT_FOUND, given);
            case 1 -> fitting.getFirst();
            default ->
                throw Failure.of(Problem.DRAFT_AMBIGUOUS, given, String.join(", ", fitting))
                        .with("drafts", fitting);
        };
    }

    private static List<String> fitting(Server server, String part) {
        List<String> found = new ArrayList<>();
        String after = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DraftList list = server.drafts(List.of(), PAGE, after);
            list.drafts().stream()
                    .map(Draft::id)
                    .filter(id -> id.startsWith(part) || id.endsWith(part))
                    .forEach(found::add);
            after = list.next();
            if (after == null) {
                return found;
            }
        }
        return found;
    }
}
