package io.comfortcommit.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.GatewayTest;
import io.comfortcommit.gateway.MemoryMembers;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Whom a name means where it could be more than one or nobody, and what is said where a change does not hold yet. */
@NullUnmarked // its fields are filled by the test framework
class NamedMembersTest extends GatewayTest {
    @Autowired
    MemoryMembers members;

    @Autowired
    Accounts accounts;

    @Autowired
    LoginProperties properties;

    @Autowired
    JdbcClient jdbc;

    private RepositoryId shop;

    @BeforeEach
    void aRepository() {
        members.forget();
        shop = members.track(new UserId(OWNER), "https://git.example.org/shop.git");
    }

    private UserId signedIn(String address) throws Exception {
        return accounts.user(
                properties.providers().getFirst(),
                new Identity("https://idp.example.org", UUID.randomUUID().toString(), address));
    }

    private JsonNode change(String mutation, String person) {
        return ask(
                "mutation($in: ID!, $who: String!) { " + mutation
                        + "(input: {repositoryId: $in, person: $who}) { members { user } } }",
                Map.of("in", shop.toString(), "who", person));
    }

    private static List<String> users(JsonNode answer, String mutation) {
        return answer.path("data")
                .path(mutation)
                .path("members")
                .valueStream()
                .map(member -> member.path("user").asString())
                .toList();
    }

    private static String code(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asString();
    }

    @Test
    void anAddressThatAProviderHandedOnIsItsNewHoldersOnly() throws Exception {
        String address = "lee." + UUID.randomUUID() + "@example.org";
        UserId former = signedIn(address);
        UserId holder = signedIn(address);
        seenDaysAgo(former, 2);
        seenDaysAgo(holder, 1);
        assertThat(users(change("addMember", address), "addMember")).containsExactly(holder.toString());

        members.forget();
        shop = members.track(new UserId(OWNER), "https://git.example.org/shop.git");
        seenDaysAgo(former, 0);
        assertThat(users(change("addMember", address), "addMember")).containsExactly(former.toString());
    }

    private void seenDaysAgo(UserId user, int days) {
        jdbc.sql("UPDATE gateway.account SET seen_at = timestamptz '2026-11-20 09:00Z' - make_interval(days => :days)"
                        + " WHERE user_id = :user")
                .param("days", days)
                .param("user", user.value())
                .update();
    }

    @Test
    void aMemberWhoNeverSignedInIsRemovedAndNotAddedByTheirId() {
        UserId mistyped = new UserId(UUID.randomUUID());
        members.put(shop, mistyped);
        assertThat(code(change("addMember", mistyped.toString()))).isEqualTo("PERSON_NOT_FOUND");
        assertThat(code(change("removeMember", UUID.randomUUID().toString()))).isEqualTo("PERSON_NOT_FOUND");

        JsonNode removed = change("removeMember", " " + mistyped.toString().toUpperCase(Locale.ROOT));
        assertThat(removed.path("errors").isMissingNode()).isTrue();
        assertThat(users(removed, "removeMember")).isEmpty();
    }

    @Test
    void aNameLongerThanAnyAddressIsNobodys() throws Exception {
        String end = "@example.org";
        String longest = UUID.randomUUID() + "x".repeat(254 - 36 - end.length()) + end;
        UserId user = signedIn(longest);
        signedIn("x" + longest);
        assertThat(users(change("addMember", longest), "addMember")).containsExactly(user.toString());
        for (String mutation : List.of("addMember", "removeMember")) {
            assertThat(code(change(mutation, "x" + longest))).isEqualTo("PERSON_NOT_FOUND");
        }
    }

    @Test
    void aChangeThatIsStoredAndDoesNotHoldYetIsNotReportedAsDone() throws Exception {
        UserId user = signedIn("choi." + UUID.randomUUID() + "@example.org");
        change("addMember", user.toString());
        members.standStill();

        JsonNode answer = change("removeMember", user.toString());

        assertThat(code(answer)).isEqualTo("UNAVAILABLE");
        assertThat(answer.path("errors").path(0).path("message").asString())
                .contains("stored, but not yet in force", "again", "'members'");
        assertThat(members.changes()).hasSize(2);
    }
}
