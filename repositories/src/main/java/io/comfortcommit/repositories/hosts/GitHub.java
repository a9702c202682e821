package io.comfortcommit.repositories.hosts;

import static io.comfortcommit.repositories.hosts.Encoded.segment;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://docs.github.com/en/rest/pulls/pulls">GitHub's pull requests</a> and
 * <a href="https://docs.github.com/en/rest/repos/rules">its rules for branches</a>.
 */
final class GitHub implements CodeHost {
    private static final int EXISTS = 422;

    private final HostApi api;
    private final String owner;
    private final String repository;

    /** @param path {@code owner/name} */
    GitHub(HostApi api, String path) {
        this.api = api;
        this.owner = path.substring(0, path.indexOf('/'));
        this.repository = "/repos/" + Encoded.path(path);
    }

    @Override
    public boolean refusesPushesTo(String branch) throws HostException {
        for (JsonNode rule : api.get(repository + "/rules/branches/" + segment(branch))) {
            if (rule.path("type").asString("").equals("pull_request")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String pullRequest(PullRequestOrder order) throws HostException {
        String found = find(order);
        if (found != null) {
            return found;
        }
        HostApi.Answer made = api.post(
                repository + "/pulls",
                Map.of("title", order.title(), "head", order.head(), "base", order.base(), "body", order.body()));
        if (made.status() == EXISTS) {
            found = find(order);
            if (found != null) {
                return found;
            }
        }
        return HostApi.address(api.good(made), "html_url");
    }

    private @Nullable String find(PullRequestOrder order) throws HostException {
        JsonNode open = api.get(repository + "/pulls?state=open&head=" + segment(owner + ":" + order.head()) + "&base="
                + segment(order.base()));
        return open.isEmpty() ? null : HostApi.address(open.get(0), "html_url");
    }
}
