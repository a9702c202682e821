package io.comfortcommit.repositories.hosts;

import static io.comfortcommit.repositories.hosts.Encoded.segment;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://docs.gitlab.com/api/merge_requests/">GitLab's merge requests</a> and
 * <a href="https://docs.gitlab.com/api/branches/">branches</a>.
 */
final class GitLab implements CodeHost {
    private static final int EXISTS = 409;

    private final HostApi api;
    private final String project;

    /** @param path {@code group/…/name} */
    GitLab(HostApi api, String path) {
        this.api = api;
        this.project = "/projects/" + segment(path);
    }

    @Override
    public boolean refusesPushesTo(String branch) throws HostException {
        JsonNode found = api.get(project + "/repository/branches/" + segment(branch));
        return found.path("protected").asBoolean(false)
                && !found.path("can_push").asBoolean(true);
    }

    @Override
    public String pullRequest(PullRequestOrder order) throws HostException {
        String found = find(order);
        if (found != null) {
            return found;
        }
        HostApi.Answer made = api.post(
                project + "/merge_requests",
                Map.of(
                        "source_branch",
                        order.head(),
                        "target_branch",
                        order.base(),
                        "title",
                        order.title(),
                        "description",
                        order.body()));
        if (made.status() == EXISTS) {
            found = find(order);
            if (found != null) {
                return found;
            }
        }
        return HostApi.address(api.good(made), "web_url");
    }

    private @Nullable String find(PullRequestOrder order) throws HostException {
        JsonNode open = api.get(project + "/merge_requests?state=opened&source_branch=" + segment(order.head())
                + "&target_branch=" + segment(order.base()));
        return open.isEmpty() ? null : HostApi.address(open.get(0), "web_url");
    }
}
