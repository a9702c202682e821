package io.comfortcommit.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import io.comfortcommit.messages.draft.DraftId;
import io.comfortcommit.messages.draft.DraftStatus;
import io.comfortcommit.messages.query.DraftPage;
import io.comfortcommit.messages.query.DraftQuery.FindDrafts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By raw SQL as the roles that the application logs in as, so that no query of ours can hide what the database would show. */
class RowSecurityTest {
    private static final String DRAFTS = "SELECT draft_id::text FROM query.draft";
    private static final String AUDITED = "SELECT DISTINCT author::text FROM query.audit_entry";

    private final ReadSide side = ReadSide.shared();
    private final UserId author = Story.somebody();
    private final UserId colleague = Story.somebody();
    private final UserId stranger = Story.somebody();
    private final Story first = Story.in(somewhere(), author);
    private final Story second = Story.in(somewhere(), colleague);

    @BeforeEach
    void twoDraftsOfTwoPeople() {
        side.publish(first.untilApproved());
        side.publish(second.captured());
        side.awaitProjected();
    }

    @ParameterizedTest
    @ValueSource(strings = {"comfort_app", "comfort_reader"})
    void whoSaysNotForWhomSeesNothing(String role) throws SQLException {
        try (Connection connection = as(role)) {
            for (String table :
                    List.of("draft", "timeline", "membership", "earlier_membership", "repository", "audit_entry")) {
                assertThat(read(connection, "SELECT 'a row' FROM query." + table))
                        .as(table)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"comfort_app", "comfort_reader"})
    void aCallerSeesTheirOwn(String role) throws SQLException {
        try (Connection connection = as(role)) {
            say(connection, author);

            assertThat(read(connection, DRAFTS)).containsExactly(first.draft.toString());
            assertThat(read(connection, "SELECT DISTINCT draft_id::text FROM query.timeline"))
                    .containsExactly(first.draft.toString());
            assertThat(read(connection, DRAFTS + " WHERE author = '" + colleague + "'"))
                    .isEmpty();
            assertThat(read(connection, AUDITED)).containsExactly(author.toString());
            assertThat(read(connection, DRAFTS + " WHERE draft_id = '" + second.draft + "' OR true"))
                    .doesNotContain(second.draft.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"comfort_app", "comfort_reader"})
    void anAuditorSeesEverybodysEntriesAndNobodyElsesDrafts(String role) throws SQLException {
        try (Connection connection = as(role)) {
            say(connection, stranger);
            read(connection, "SELECT set_config('comfort.auditing', 'on', false)");

            assertThat(read(connection, AUDITED)).contains(author.toString(), colleague.toString());
            assertThat(read(connection, DRAFTS)).isEmpty();
            assertThat(read(connection, "SELECT 'a row' FROM query.timeline")).isEmpty();
        }
    }

    @Test
    void whoAnswersRequestsCanNeitherProjectNorWrite() throws SQLException {
        try (Connection connection = as("comfort_reader")) {
            read(connection, "SELECT set_config('comfort.projecting', 'on', false)");

            assertThat(read(connection, DRAFTS)).isEmpty();
            for (String statement : List.of(
                    "DELETE FROM query.draft",
                    "INSERT INTO query.membership VALUES (gen_random_uuid(), gen_random_uuid(), now())",
                    "SELECT * FROM query.dead_letter",
                    "SELECT * FROM test_events.domain_event",
                    "SET ROLE comfort_app",
                    "ALTER TABLE query.draft DISABLE ROW LEVEL SECURITY")) {
                assertThatThrownBy(() -> read(connection, statement))
                        .as(statement)
                        .isInstanceOf(SQLException.class)
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("42501");
            }
        }
    }

    @Test
    void whoIsNoProjectionCanNotWriteOthersRows() throws SQLException {
        try (Connection connection = as("comfort_app");
                Statement statement = connection.createStatement()) {
            say(connection, author);

            assertThat(statement.executeUpdate("UPDATE query.draft SET message = 'mine'"))
                    .isZero();
            assertThat(statement.executeUpdate("DELETE FROM query.timeline")).isZero();
            assertThatThrownBy(() -> statement.execute("INSERT INTO query.membership VALUES ('" + second.repository
                            + "', '" + author + "', now())"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void aMemberSeesTheDraftsOfARepositoryAndNoneOfAnother() throws SQLException {
        Story elsewhere = Story.in(somewhere(), colleague);
        side.publish(elsewhere.captured());
        side.awaitProjected();
        assertThat(side.draft(author, second.draft)).isEmpty();

        Membership membership = Membership.of(second.repository, colleague);
        side.publish(() -> {}, List.of(membership.tracked(), membership.added(author)));
        side.awaitProjected();

        assertThat(side.draft(author, second.draft)).isPresent();
        assertThat(side.timeline(author, second.draft)).isNotEmpty();
        assertThat(side.draft(author, elsewhere.draft)).isEmpty();
        assertThat(side.timeline(author, elsewhere.draft)).isEmpty();
        assertThat(side.draft(stranger, second.draft)).isEmpty();
        try (Connection connection = as("comfort_reader")) {
            say(connection, author);
            assertThat(read(connection, DRAFTS))
                    .containsExactlyInAnyOrder(first.draft.toString(), second.draft.toString());
        }
        // One's own list stays one's own.
        assertThat(side.ask(
                                new FindDrafts(author, Set.<DraftStatus>of(), Set.of(), 10, null),
                                ResponseTypes.instanceOf(DraftPage.class))
                        .drafts())
                .extracting(draft -> draft.draftId())
                .containsExactly(first.draft);

        side.publish(() -> {}, List.of(membership.removed(author)));
        side.awaitProjected();
        assertThat(side.draft(author, second.draft)).isEmpty();
        assertThat(side.timeline(author, second.draft)).isEmpty();
    }

    @Test
    void aConnectionForgetsForWhomItRead() {
        List<DraftId> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) { // more than the pool has
            side.draft(author, first.draft).ifPresent(draft -> seen.add(draft.draftId()));
            assertThat(side.draft(stranger, first.draft)).isEmpty();
        }
        assertThat(seen).hasSize(20);
    }

    private static RepositoryId somewhere() {
        return new RepositoryId(UUID.randomUUID());
    }

    private Connection as(String role) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:%d/%s?user=%s"
                .formatted(side.database.port(), side.database.name(), role));
    }

    private static void say(Connection connection, UserId caller) throws SQLException {
        read(connection, "SELECT set_config('comfort.caller', '" + caller + "', false)");
    }

    private static List<String> read(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }
}
