package io.comfortcommit.repositories.publishing;

import io.comfortcommit.messages.draft.Landing;
import io.comfortcommit.messages.draft.PullRequest;
import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.repositories.PublishOrder;
import io.comfortcommit.repositories.PublishOutcome;
import io.comfortcommit.repositories.hosts.CodeHost;
import io.comfortcommit.repositories.hosts.HostException;
import io.comfortcommit.repositories.hosts.PullRequestOrder;
import io.comfortcommit.repositories.lane.Capture;
import io.comfortcommit.repositories.mirror.Mirror;
import io.comfortcommit.repositories.mirror.Mirrors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host of a remote to review what lies on a side branch. What goes wrong with that is told beside the landing and
 * never makes a failure of it; asked again for the same, finds what it opened.
 */
final class PullRequests {
    private static final Logger LOG = LoggerFactory.getLogger(PullRequests.class);
    private static final int LONGEST_TITLE = 250;

    private final Mirrors mirrors;

    PullRequests(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    PublishOutcome.Landed open(PublishOutcome.Landed landed, Capture capture, PublishOrder order) {
        if (landed.landing() != Landing.SIDE_BRANCH) {
            return landed;
        }
        try (Mirror mirror = mirrors.open(capture.order().repositoryId())) {
            Optional<CodeHost> host = mirror.host();
            if (host.isEmpty()) {
                return landed;
            }
            return landed.with(PullRequest.opened(
                    host.get().pullRequest(asked(landed, capture.order().branch(), order.message()))));
        } catch (HostException e) {
            LOG.warn("no pull request for draft {}: {}", order.draftId(), e.trouble());
            LOG.debug("because", e);
            return landed.with(PullRequest.notOpened(e.trouble(), RemoteWords.clean(e.words())));
        } catch (RuntimeException e) {
            LOG.warn("no pull request for draft {}", order.draftId(), e);
            return landed.with(PullRequest.notOpened(PullRequestTrouble.UNREACHABLE, ""));
        }
    }

    private static PullRequestOrder asked(PublishOutcome.Landed landed, String base, String message) {
        int end = message.indexOf('\n');
        String subject = end < 0 ? message : message.substring(0, end);
        String rest = end < 0 ? "" : message.substring(end).strip();
        String title = subject.codePointCount(0, subject.length()) <= LONGEST_TITLE
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
        String why = "This commit could not go on `" + base + "` itself: " + fenced(landed.reason());
        return new PullRequestOrder(landed.branch(), base, title, rest.isEmpty() ? why : rest + "\n\n---\n\n" + why);
    }

    /** The remote's words are quoted as they are: no Markdown, nobody mentioned. */
    private static String fenced(@Nullable String reason) {
        return reason == null
                ? "the branch does not take it."
                : "\n\n```text\n" + reason.replace("```", "` ` `") + "\n```";
    }
}
