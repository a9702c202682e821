package io.comfortcommit.gateway.webhook;

import io.comfortcommit.repositories.RemoteIdentity;
import io.comfortcommit.repositories.SecretReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who may deliver by webhook. Nobody may unless named here.
 *
 * @param captures that sign by Standard Webhooks
 * @param github whose pushes GitHub tells of
 * @param gitlab whose pushes GitLab tells of
 * @param slack where the signing secret of our Slack app is, which says who pressed a button; several while one takes the
 *     place of another
 * @param captureLimit largest body of a capture
 * @param pushLimit largest body of what a host tells; GitHub sends 25 MB at the most
 * @param tolerance by which a signed timestamp may differ from our clock, either way
 * @param poll for pushes that no host told of
 */
@ConfigurationProperties("comfort.webhooks")
record WebhookProperties(
        @DefaultValue List<Sender> captures,
        @DefaultValue List<Sender> github,
        @DefaultValue List<Sender> gitlab,
        @DefaultValue List<SecretReference> slack,
        @DefaultValue("32MB") DataSize captureLimit,
        @DefaultValue("25MB") DataSize pushLimit,
        @DefaultValue("5m") Duration tolerance,
        @DefaultValue Poll poll) {

    WebhookProperties {
        captures = List.copyOf(captures);
        github = List.copyOf(github);
        gitlab = List.copyOf(gitlab);
        slack = List.copyOf(slack);
        Set<String> names = new HashSet<>();
        Stream.of(captures, github, gitlab).flatMap(List::stream).forEach(sender -> {
            if (!names.add(sender.name())) {
                throw new IllegalArgumentException("comfort.webhooks: two senders have the name " + sender.name());
            }
        });
        if (captureLimit.toBytes() < 1 || captureLimit.toMegabytes() > 256 || pushLimit.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "comfort.webhooks: the limits must be positive, and capture-limit 256MB at the most");
        }
        if (!tolerance.isPositive()) {
            throw new IllegalArgumentException("comfort.webhooks.tolerance must be positive");
        }
    }

    /**
     * @param name unique; stands in the audit log
     * @param keys where its secrets are; several while one takes the place of another
     * @param repositories URLs of repositories, of folders on a host or of hosts; it may deliver for those below
     * @param authors e-mail addresses whose work it may deliver; {@code *} for anybody's
     */
    record Sender(
            String name,
            @DefaultValue List<SecretReference> keys,
            @DefaultValue List<String> repositories,
            @DefaultValue List<String> authors) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
        private static final int MOST_KEYS = 8;

        Sender {
            if (name == null || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "comfort.webhooks: each sender needs a name of letters, digits, dots and dashes");
            }
            keys = List.copyOf(keys);
            repositories = List.copyOf(repositories);
            authors = List.copyOf(authors);
            if (keys.isEmpty() || keys.size() > MOST_KEYS) {
                throw new IllegalArgumentException(
                        "comfort.webhooks: " + name + " needs keys, " + MOST_KEYS + " at the most");
            }
            if (repositories.isEmpty() || authors.isEmpty()) {
                throw new IllegalArgumentException("comfort.webhooks: " + name
                        + " needs the repositories that it may deliver for, and the authors whose work it may deliver"
                        + " (\"*\" for anybody's)");
            }
        }

        boolean mayDeliverFor(String remote) {
            return RemoteIdentity.of(remote)
                    .filter(identity -> repositories.stream()
                            .flatMap(url -> RemoteIdentity.of(url).stream())
                            .anyMatch(identity::isUnder))
                    .isPresent();
        }

        boolean maySpeakFor(String author) {
            return authors.stream().anyMatch(one -> one.equals("*") || one.equalsIgnoreCase(author));
        }
    }

    /**
     * @param every how often the hosts' branches are looked at; zero for never
     * @param within how old work may be that is found so
     */
    record Poll(
            @DefaultValue("5m") Duration every,
            @DefaultValue("3d") Duration within) {
        Poll {
            if (every.isNegative() || !within.isPositive()) {
                throw new IllegalArgumentException(
                        "comfort.webhooks.poll: every is zero or more, and within is positive");
            }
        }
    }
}
