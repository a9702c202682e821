package io.comfortcommit.cli.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.cli.testing.Desktop;
import io.comfortcommit.cli.testing.Desktop.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersCommandTest {
    private static final String HERE = "11111111-0000-4000-8000-000000000001";
    private static final String ELSEWHERE = "11111111-0000-4000-8000-000000000002";
    private static final String SHOP = "https://git.example.org/shop";

    @TempDir
    Path folder;

    private Desktop desktop;

    @BeforeEach
    void open() {
        desktop = Desktop.withHistory(folder);
        desktop.server().tracks(ELSEWHERE, SHOP);
        desktop.server().tracks(HERE, desktop.remote().root().toString());
    }

    @AfterEach
    void close() {
        desktop.close();
    }

    private Ran members(String command, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("members", command, "--repo", desktop.work().root().toString()));
        arguments.addAll(List.of(more));
        return desktop.comfort(arguments.toArray(String[]::new));
    }

    @Test
    void membersOfTheWorkTreesRepositoryAreAddedListedAndRemoved() {
        assertThat(members("list").out()).contains("Nobody but you");

        Ran added = members("add", "kim@example.org", "--json");
        assertThat(added.exit()).as(added.toString()).isZero();
        assertThat(added.json().path("status").asString()).isEqualTo("ADDED");
        assertThat(added.json().path("repositoryId").asString()).isEqualTo(HERE);

        Ran listed = members("list", "--json");
        assertThat(listed.json().path("remote").asString())
                .isEqualTo(desktop.remote().root().toString());
        assertThat(listed.json().path("members")).singleElement().satisfies(member -> {
            assertThat(member.path("user").asString()).isEqualTo("kim@example.org");
            assertThat(member.path("addedAt").asString()).isEqualTo("2026-11-01T10:00:00Z");
        });

        Ran removed = members("remove", "kim@example.org", "--json");
        assertThat(removed.json().path("status").asString()).isEqualTo("REMOVED");
        assertThat(removed.json().path("members").isEmpty()).isTrue();
    }

    @Test
    void aRepositoryIsNamedByItsIdAndAllAreListed() {
        members("add", "kim@example.org", "--repository", ELSEWHERE);

        Ran all = members("list", "--all", "--json");
        assertThat(all.objects())
                .extracting(repository -> repository.path("repositoryId").asString())
                .containsExactly(ELSEWHERE, HERE);
        assertThat(members("list", "--all").out()).contains(SHOP, "kim@example.org", "Nobody but you");
    }

    @Test
    void theRemoteOfAWorkTreeIsTheSameWithAndWithoutItsEnding() {
        desktop.work().git("remote", "set-url", "origin", SHOP + ".git");
        assertThat(members("list", "--json").json().path("repositoryId").asString())
                .isEqualTo(ELSEWHERE);
    }

    @Test
    void ofTwoThatMayBeTheSameTheOneIsMeantThatIsWrittenAlikeAndNoneByGuessing() {
        String ending = "11111111-0000-4000-8000-000000000003";
        desktop.server().tracks(ending, SHOP + ".git");
        desktop.work().git("remote", "set-url", "origin", SHOP + ".git");
        assertThat(members("list", "--json").json().path("repositoryId").asString())
                .isEqualTo(ending);

        desktop.work().git("remote", "set-url", "origin", "https://GIT.example.org/shop/");
        Ran either = members("list", "--json");
        assertThat(either.exit()).isEqualTo(4);
        assertThat(either.errorCode()).isEqualTo("REPOSITORY_AMBIGUOUS");
        assertThat(members("list").err()).contains(ELSEWHERE, ending);
    }

    @Test
    void whatIsNotTrackedAndWhoIsNotKnownIsSaidWithWhatToDo() {
        Ran unknown = members("add", "nobody@example.org", "--json");
        assertThat(unknown.exit()).isEqualTo(4);
        assertThat(unknown.errorCode()).isEqualTo("PERSON_NOT_FOUND");

        desktop.work().git("remote", "set-url", "origin", "https://git.example.org/other.git");
        Ran untracked = members("list", "--json");
        assertThat(untracked.exit()).isEqualTo(4);
        assertThat(untracked.errorCode()).isEqualTo("REPOSITORY_NOT_TRACKED");
        assertThat(untracked.json().path("error").path("advice").asString()).contains("--all");
        assertThat(members("list").err()).contains("other.git");
    }

    @Test
    void itSpeaksKorean() {
        Ran added = desktop.comfort(
                "--lang",
                "ko",
                "members",
                "add",
                "kim@example.org",
                "--repo",
                desktop.work().root().toString());
        assertThat(added.out()).contains("초안을 볼 수 있습니다");
        assertThat(desktop.comfort("members").exit()).isEqualTo(2);
    }
}
