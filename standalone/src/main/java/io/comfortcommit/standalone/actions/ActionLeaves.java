package io.comfortcommit.standalone.actions;

import io.comfortcommit.axonsupport.JdbcStoredEvents;
import io.comfortcommit.axonsupport.StoredEvents;
import io.comfortcommit.messages.chain.Leaf;
import io.comfortcommit.queryside.chain.LeafSource;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of {@code gateway.action_log} as leaves. Here and in neither side, as none reads what is another's: only where both are one
 * process is the log where the chain is kept.
 */
@Configuration(proxyBeanMethods = false)
public class ActionLeaves {
    /** Before the number: an action's id in the chain, as in the audit log. */
    private static final String ID = "action-";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Bean
    LeafSource recordedActions(JdbcClient jdbc) {
        return of(jdbc);
    }

    public static LeafSource of(JdbcClient jdbc) {
        return new LeafSource("actions", Leaf.ACTION, records(jdbc));
    }

    static StoredEvents records(JdbcClient jdbc) {
        return new JdbcStoredEvents(
                jdbc,
                new JdbcStoredEvents.Rows(
                        "id, actor, client, trace::text AS trace, action, outcome, target, reason,"
                                + " to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS time",
                        "gateway.action_log",
                        "id",
                        "'" + ID + "' || id",
                        "octet_length(concat(actor, client, target, reason))",
                        // An id of another form is none; a number of 19 digits might not be one.
                        "id = ANY (SELECT substr(asked, " + (ID.length() + 1) + ")::bigint FROM unnest(:ids) AS asked"
                                + " WHERE asked ~ '^" + ID + "[0-9]{1,18}$')",
                        ActionLeaves::leaf));
    }

    private static Leaf leaf(ResultSet row, int number) throws SQLException {
        // In this order for ever: it is hashed.
        Map<String, String> said = new LinkedHashMap<>();
        for (String column : new String[] {"actor", "client", "trace", "outcome", "target", "reason"}) {
            String value = row.getString(column);
            if (value != null) {
                said.put(column, value);
            }
        }
        return new Leaf(
                Leaf.ACTION,
                ID + row.getLong("id"),
                null,
                null,
                null,
                row.getString("action"),
                null,
                row.getString("time"),
                null,
                JSON.writeValueAsString(said).getBytes(StandardCharsets.UTF_8));
    }
}
