package io.comfortcommit.gateway.permission;

import io.comfortcommit.messages.UserId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What users may do by their roles. Blocks. */
public final class Grants {
    /** What is changed in the database holds in all processes after this. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

    private static final int MOST_KNOWN = 10_000;

    private final JdbcClient jdbc;
    private final UserId owner;
    private final Map<Key, Known> known = new ConcurrentHashMap<>();

    /** @param owner has the role {@code owner} whatever the tables say */
    Grants(JdbcClient jdbc, UserId owner) {
        this.jdbc = jdbc;
        this.owner = owner;
    }

    private record Key(UserId user, @Nullable String limit) {}

    private record Known(Set<Action> actions, long read) {}

    /** @param limit a role: what it does not have, is left out; null for no limit */
    public Set<Action> of(UserId user, @Nullable String limit) {
        Key key = new Key(user, limit);
        Known found = known.get(key);
        long now = System.nanoTime();
        if (found == null || now - found.read() > KNOWN_FOR.toNanos()) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            found = new Known(read(user, limit), now);
            known.put(key, found);
        }
        return found.actions();
    }

    /** The names of all roles, in alphabetical order. */
    public List<String> roles() {
        return jdbc.sql("SELECT code FROM gateway.role ORDER BY code")
                .query(String.class)
                .list();
    }

    private Set<Action> read(UserId user, @Nullable String limit) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        jdbc
                .sql("""
                SELECT DISTINCT m.action FROM gateway.role_action_map m
                WHERE (m.role IN (SELECT u.role FROM gateway.user_role u WHERE u.user_id = :user)
                    OR (:owner AND m.role = 'owner'))
                AND (:limit::text IS NULL OR m.action IN
                    (SELECT l.action FROM gateway.role_action_map l WHERE l.role = :limit))""")
                .param("user", user.value())
                .param("owner", user.equals(owner))
                .param("limit", limit)
                .query(String.class)
                .list()
                .stream()
                .map(Action::byCode)
                .flatMap(Optional::stream) // another version's
                .forEach(actions::add);
        return Set.copyOf(actions);
    }
}
