package io.comfortcommit.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.gateway.GatewayTest;
import io.comfortcommit.gateway.MemoryMembers;
import io.comfortcommit.messages.RepositoryId;
import io.comfortcommit.messages.UserId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who owns a repository says who sees what is drafted for it, naming people as they know them. */
@NullUnmarked // its fields are filled by the test framework
class MembersTest extends GatewayTest {
    private static final String ADD = "mutation($in: ID!, $who: String!) {"
            + " addMember(input: {repositoryId: $in, person: $who}) { members { user addedAt } } }";
    private static final String REMOVE = "mutation($in: ID!, $who: String!) {"
            + " removeMember(input: {repositoryId: $in, person: $who}) { members { user } } }";

    @Autowired
    MemoryMembers members;

    @Autowired
    Accounts accounts;

    @Autowired
    LoginProperties properties;

    @Autowired
    JdbcClient jdbc;

    private final String address = "kim." + UUID.randomUUID() + "@example.org";
    private UserId kim;
    private RepositoryId shop;
    private RepositoryId others;

    @BeforeEach
    void twoRepositories() throws Exception {
        members.forget();
        shop = members.track(new UserId(OWNER), "https://git.example.org/shop.git");
        kim = signedIn(0, address);
        others = members.track(kim, "https://git.example.org/kims.git");
    }

    private UserId signedIn(int provider, String as) throws Exception {
        return accounts.user(
                properties.providers().get(provider),
                new Identity(
                        "https://" + provider + ".example.org",
                        UUID.randomUUID().toString(),
                        as));
    }

    private JsonNode change(String mutation, RepositoryId repository, String person) {
        return ask(mutation, Map.of("in", repository.toString(), "who", person));
    }

    private List<String> listed() {
        return ask("query($in: ID!) { members(repositoryId: $in) { user } }", Map.of("in", shop.toString()))
                .path("data")
                .path("members")
                .valueStream()
                .map(member -> member.path("user").asString())
                .toList();
    }

    @Test
    void aPersonIsAddedAndRemovedByTheirAddressWhateverItsLetters() {
        JsonNode added = change(ADD, shop, " " + address.replace("kim", "Kim") + " ");
        assertThat(added.path("data").path("addMember").path("members"))
                .singleElement()
                .satisfies(member -> assertThat(member.path("user").asString()).isEqualTo(kim.toString()));
        assertThat(listed()).containsExactly(kim.toString());
        assertThat(members.changes()).singleElement().satisfies(said -> {
            assertThat(said.get("actor")).isEqualTo("user:" + OWNER);
            assertThat(said.get("repositoryId")).isEqualTo(shop.toString());
        });

        assertThat(change(REMOVE, shop, address)
                        .path("data")
                        .path("removeMember")
                        .path("members")
                        .isEmpty())
                .isTrue();
        assertThat(listed()).isEmpty();
    }

    @Test
    void aPersonIsNamedByTheirIdToo() {
        change(ADD, shop, kim.toString());
        assertThat(listed()).containsExactly(kim.toString());
    }

    @Test
    void anAddressWithAccountsAtTwoProvidersIsBoth() throws Exception {
        UserId again = signedIn(1, address);
        change(ADD, shop, address);
        assertThat(listed()).containsExactlyInAnyOrder(kim.toString(), again.toString());
        change(REMOVE, shop, address);
        assertThat(listed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@example.org", "00000000-0000-4000-8000-000000000000", "kim", "", "@", "a@b@c"})
    void whoIsNotKnownIsSaidInTheSameWordsWithWhatToDo(String nobody) {
        for (String mutation : List.of(ADD, REMOVE)) {
            JsonNode error = change(mutation, shop, nobody).path("errors").path(0);
            assertThat(error.path("extensions").path("code").asString()).isEqualTo("PERSON_NOT_FOUND");
            assertThat(error.path("message").asString())
                    .contains("signed in once")
                    .doesNotContain("nobody@example.org");
        }
        assertThat(members.changes()).isEmpty();
    }

    @Test
    void whoOwnsNoSuchRepositoryIsNotToldWhomTheServerKnows() {
        RepositoryId none = new RepositoryId(UUID.randomUUID());
        for (RepositoryId repository : List.of(others, none)) {
            for (String mutation : List.of(ADD, REMOVE)) {
                for (String person : List.of(address, "nobody@example.org")) {
                    JsonNode error =
                            change(mutation, repository, person).path("errors").path(0);
                    assertThat(error.path("extensions").path("code").asString()).isEqualTo("UNKNOWN_REPOSITORY");
                    assertThat(error.path("message").asString())
                            .isEqualTo(change(mutation, repository, "x")
                                    .path("errors")
                                    .path(0)
                                    .path("message")
                                    .asString());
                }
            }
            assertThat(ask(
                                    "query($in: ID!) { members(repositoryId: $in) { user } }",
                                    Map.of("in", repository.toString()))
                            .path("errors")
                            .path(0)
                            .path("extensions")
                            .path("code")
                            .asString())
                    .isEqualTo("UNKNOWN_REPOSITORY");
        }
    }

    @Test
    void onesRepositoriesAreListedWithoutThoseOfOthers() {
        assertThat(ask("{ repositories { id remote defaultBranch trackedAt } }", Map.of())
                        .path("data")
                        .path("repositories"))
                .singleElement()
                .satisfies(repository -> {
                    assertThat(repository.path("id").asString()).isEqualTo(shop.toString());
                    assertThat(repository.path("remote").asString()).isEqualTo("https://git.example.org/shop.git");
                });
    }

    @Test
    void howMessagesAreDraftedIsChosenAndWhatIsNotNamedStays() {
        assertThat(drafting("language: KO")
                        .path("data")
                        .path("setDrafting")
                        .path("drafting")
                        .toString())
                .isEqualTo("{\"language\":\"KO\",\"gitmoji\":false}");
        assertThat(drafting("gitmoji: true")
                        .path("data")
                        .path("setDrafting")
                        .path("drafting")
                        .toString())
                .isEqualTo("{\"language\":\"KO\",\"gitmoji\":true}");
        assertThat(ask("{ repositories { drafting { language gitmoji } } }", Map.of())
                        .path("data")
                        .path("repositories")
                        .path(0)
                        .path("drafting")
                        .toString())
                .isEqualTo("{\"language\":\"KO\",\"gitmoji\":true}");
        shop = others;
        assertThat(drafting("gitmoji: false")
                        .path("errors")
                        .path(0)
                        .path("extensions")
                        .path("code")
                        .asString())
                .as("of somebody else's repository")
                .isEqualTo("UNKNOWN_REPOSITORY");
    }

    private JsonNode drafting(String part) {
        return ask(
                "mutation($in: ID!) { setDrafting(input: {repositoryId: $in, " + part
                        + "}) { drafting { language gitmoji } } }",
                Map.of("in", shop.toString()));
    }

    @Test
    void aChangeIsInTheActionLogByItsRepositoryAndWithoutTheAddress() {
        long before = jdbc.sql("SELECT coalesce(max(id), 0) FROM gateway.action_log")
                .query(Long.class)
                .single();
        change(ADD, shop, address);
        change(REMOVE, shop, address);
        drafting("gitmoji: true");
        assertThat(jdbc.sql("SELECT concat_ws(' ', action, outcome, target) FROM gateway.action_log WHERE id > :id"
                                + " ORDER BY id")
                        .param("id", before)
                        .query(String.class)
                        .list())
                .containsExactly(
                        "member.add ALLOWED " + shop,
                        "member.remove ALLOWED " + shop,
                        "repository.configure ALLOWED " + shop);
    }
}
