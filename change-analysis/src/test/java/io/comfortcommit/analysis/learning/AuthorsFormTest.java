package io.comfortcommit.analysis.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.comfortcommit.analysis.learning.AuthorsForm.Approval;
import io.comfortcommit.analysis.learning.AuthorsForm.Kind;
import io.comfortcommit.analysis.learning.AuthorsForm.Preference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorsFormTest {
    private static AuthorsForm of(int times, String drafted, String approved) {
        return AuthorsForm.of(Collections.nCopies(times, new Approval(drafted, approved)));
    }

    @Test
    void aScopeThatIsTakenOutThreeTimesIsLeftOut() {
        assertThat(of(2, "feat(web): add cart", "feat: add cart")).isEqualTo(AuthorsForm.NONE);
        AuthorsForm form = of(3, "feat(web): add cart", "feat: add cart");
        assertThat(form.preferences()).containsExactly(new Preference(Kind.WITHOUT_SCOPE, "", "", 3, 3));
        assertThat(form.applyTo("fix(web)!: check for null\n\n- more")).isEqualTo("fix!: check for null\n\n- more");
    }

    @Test
    void whoDoesItSometimesOnlyHasNoSuchForm() {
        List<Approval> approvals =
                new ArrayList<>(Collections.nCopies(3, new Approval("feat(web): add cart", "feat: add cart")));
        approvals.addAll(Collections.nCopies(2, new Approval("feat(web): add cart", "feat(web): add cart")));
        assertThat(AuthorsForm.of(approvals)).isEqualTo(AuthorsForm.NONE);
    }

    @Test
    void aFormThatIsKeptStaysUntilTheAuthorPutsItBack() {
        List<Approval> approvals =
                new ArrayList<>(Collections.nCopies(20, new Approval("feat: add cart", "feat: add cart")));
        approvals.addAll(Collections.nCopies(3, new Approval("feat(web): add cart", "feat: add cart")));
        assertThat(AuthorsForm.of(approvals).preferences()).hasSize(1);

        approvals.addAll(0, Collections.nCopies(2, new Approval("feat: add cart", "feat(web): add cart")));
        assertThat(AuthorsForm.of(approvals)).isEqualTo(AuthorsForm.NONE);
    }

    @Test
    void aBodyIsTakenOutAndTrailersStay() {
        AuthorsForm form =
                of(4, "feat: add cart\n\n- add Cart\n- add Item\n\nRefs: ABC-1", "feat: add cart\n\nRefs: ABC-1");
        assertThat(form.preferences()).extracting(Preference::kind).containsExactly(Kind.WITHOUT_BODY);
        assertThat(form.applyTo("fix: x\n\n- y\n\nRefs: ABC-2")).isEqualTo("fix: x\n\nRefs: ABC-2");
        assertThat(form.applyTo("fix: x\n\n- y")).isEqualTo("fix: x");
    }

    @Test
    void aTypeIsReplacedByTheOneThatIsSaidInItsPlace() {
        AuthorsForm form = of(3, "refactor: rename Cart", "chore: rename Cart");
        assertThat(form.applyTo("refactor(web): move Cart")).isEqualTo("chore(web): move Cart");
        assertThat(form.applyTo("feat: add Cart")).isEqualTo("feat: add Cart");
        assertThat(form.ofType("refactor")).contains(new Preference(Kind.TYPE, "refactor", "chore", 3, 3));
    }

    @Test
    void theFirstLettersCaseIsFollowedButNamesKeepTheirs() {
        AuthorsForm form = of(3, "feat: add cart", "feat: Add cart");
        assertThat(form.applyTo("fix: check for null")).isEqualTo("fix: Check for null");
        assertThat(form.applyTo("fix: orderClient may be null")).isEqualTo("fix: orderClient may be null");
        assertThat(form.applyTo("fix: 카트 확인")).isEqualTo("fix: 카트 확인");
        assertThat(of(3, "feat: Add cart", "feat: add cart").applyTo("fix: Check for null"))
                .isEqualTo("fix: check for null");
    }

    @Test
    void whatIsApprovedAsItWasDraftedOrRewrittenWithoutATypeTeachesNothing() {
        assertThat(of(9, "feat(web): add cart\n\n- more", "feat(web): add cart\n\n- more"))
                .isEqualTo(AuthorsForm.NONE);
        assertThat(of(9, "feat(web): add cart", "Add cart")).isEqualTo(AuthorsForm.NONE);
        assertThat(AuthorsForm.NONE.applyTo("feat(web): add cart")).isEqualTo("feat(web): add cart");
        assertThat(of(3, "feat(web): a b", "feat: a b").applyTo("no type (web)"))
                .isEqualTo("no type (web)");
    }
}
