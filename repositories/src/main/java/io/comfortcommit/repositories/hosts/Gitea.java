package io.comfortcommit.repositories.hosts;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** <a href="https://docs.gitea.com/api/">Gitea's pull requests and branches</a>; Forgejo's are the same. */
final class Gitea implements CodeHost {
    private static final int EXISTS = 409;
    private static final int PAGE = 50;
    private static final int PAGES = 4;

    private final HostApi api;
    private final String repository;

    /** @param path {@code owner/name} */
    Gitea(HostApi api, String path) {
        this.api = api;
        this.repository = "/repos/" + Encoded.path(path);
    }

    @Override
    public boolean refusesPushesTo(String branch) throws HostException {
        return !api.get(repository + "/branches/" + Encoded.path(branch))
                .path("user_can_push")
                .asBoolean(true);
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

    /** There is no asking for a head: the newest are looked through. */
    private @Nullable String find(PullRequestOrder order) throws HostException {
        for (int page = 1; page <= PAGES; page++) {
            JsonNode open = api.get(repository + "/pulls?state=open&sort=recentupdate&limit=" + PAGE + "&page=" + page);
            for (JsonNode each : open) {
                if (order.head().equals(each.path("head").path("ref").asString(""))
                        && order.base().equals(each.path("base").path("ref").asString(""))) {
                    return HostApi.address(each, "html_url");
                }
            }
            if (open.size() < PAGE) {
                break;
            }
        }
        return null;
    }
}
