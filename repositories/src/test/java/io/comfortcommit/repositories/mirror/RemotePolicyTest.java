package io.comfortcommit.repositories.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.comfortcommit.repositories.RefusedException;
import io.comfortcommit.repositories.RefusedException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePolicyTest {
    @TempDir
    Path folder;

    private Path data;
    private RemotePolicy internet;
    private RemotePolicy desk;

    @BeforeEach
    void build() throws IOException {
        data = Files.createDirectories(folder.resolve("data/mirrors"))
                .resolve("..")
                .toRealPath();
        Map<String, List<String>> names = Map.of(
                "example.org", List.of("93.184.215.14"),
                "inside.example.org", List.of("10.1.2.3"),
                "inside-by-six.example.org", List.of("fd12:3456::1"),
                "mapped.example.org", List.of("::ffff:10.1.2.3"),
                "inside-too.example.org", List.of("93.184.215.14", "10.1.2.3"));
        HostResolver resolver = host -> {
            List<String> addresses = names.get(host);
            if (addresses == null && !host.matches("[0-9.]+|\\[.*\\]")) {
                throw new UnknownHostException(host);
            }
            List<InetAddress> found = new ArrayList<>();
            for (String address : addresses == null ? List.of(host) : addresses) {
                found.addAll(List.of(InetAddress.getAllByName(address)));
            }
            return found.toArray(InetAddress[]::new);
        };
        internet = new RemotePolicy(data, false, false, resolver);
        desk = new RemotePolicy(data, true, true, resolver);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.org/a/b.git, https://example.org/a/b.git",
        "HTTPS://example.org:443/a/b.git/, https://example.org/a/b.git",
        "https://example.org:8443/a, https://example.org:8443/a",
        "ssh://git@Example.org:22/a.git, ssh://git@example.org/a.git",
        "git@example.org:team/a.git, git@example.org:team/a.git",
        "git@EXAMPLE.org:team/a.git/, git@example.org:team/a.git",
        "https://example.org/~me/a%20b.git, https://example.org/~me/a%20b.git"
    })
    void oneRemoteHasOneSpelling(String given, String canonical) {
        assertThat(internet.canonical(given)).isEqualTo(canonical);
        assertThat(internet.opened(canonical).toString()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:secret@example.org/a.git",
                "https://ghp_secret@example.org/a.git",
                "ssh://git:secret@example.org/a.git",
                "git:secret@example.org:a.git",
                "https://example.org/a.git?token=secret"
            })
    void credentialsInAUrlAreRefusedWithAdviceAndNotRepeated(String remote) {
        refused(internet, remote, "git remote set-url")
                .extracting(Throwable::toString)
                .asString()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git://example.org/a.git",
                "ftp://example.org/a.git",
                "sftp://example.org/a.git",
                "ext::sh -c x",
                "amazon-s3://x@y/z",
                "http://example.org/a.git",
                "https:///a.git",
                "https://[::ffff:127.0.0.1]/a.git",
                "https://[::ffff:10.0.0.1]/a.git",
                "https://example.org/",
                "https://example.org/../a.git",
                "https://-oProxyCommand=x/a",
                "-oProxyCommand=x:a",
                "git@example.org:-x",
                "relative/path",
                "",
                "https://example.org/a\nb"
            })
    void whatIsNeitherHttpsNorSshIsRefused(String remote) {
        refused(internet, remote, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[2001:0:1::1]",
                "[::ffff:a00:1]",
                "[::ffff:a9fe:a9fe]",
                "[::a00:1]",
                "inside.example.org",
                "inside-by-six.example.org",
                "mapped.example.org",
                "inside-too.example.org"
            })
    void aPrivateAddressIsRefusedUnlessAllowed(String host) {
        refused(internet, "https://" + host + "/a.git", "private");
        assertThat(desk.canonical("https://" + host + "/a.git")).contains(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "[64:ff9b::5db8:d70e]"})
    void aPublicAddressIsNot(String host) {
        assertThat(internet.canonical("https://" + host + "/a.git")).contains(host);
    }

    @Test
    void aNameThatLeadsInsideLaterIsRefusedWhenItIsOpened() {
        assertThat(desk.canonical("https://inside.example.org/a")).isNotEmpty();
        assertThatThrownBy(() -> internet.opened("https://inside.example.org/a"))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aRedirectToAPrivateAddressIsRefusedBeforeItIsConnectedTo() {
        CheckedConnections connections = new CheckedConnections(internet, new JDKHttpConnectionFactory(), null, null);
        assertThatThrownBy(() -> connections.create(
                        URI.create("https://169.254.169.254/latest").toURL()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() ->
                        connections.create(URI.create("http://example.org/a").toURL()))
                .isInstanceOf(RefusedException.class);
    }

    /** By JGit's own redirects, from a real server that the name of the public one leads to. */
    @Test
    void aRemoteThatRedirectsInsideIsNotFollowedThere() throws IOException {
        List<URL> opened = new CopyOnWriteArrayList<>();
        HttpServer outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "https://inside.example.org" + exchange.getRequestURI());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        outside.start();
        try {
            HttpConnectionFactory leading = new HttpConnectionFactory() {
                @Override
                public HttpConnection create(URL url) throws IOException {
                    opened.add(url);
                    String address = "http://127.0.0.1:" + outside.getAddress().getPort() + url.getFile();
                    return new JDKHttpConnectionFactory()
                            .create(URI.create(address).toURL());
                }

                @Override
                public HttpConnection create(URL url, Proxy proxy) throws IOException {
                    return create(url);
                }
            };
            CheckedConnections connections = new CheckedConnections(internet, leading, null, null);
            assertThatThrownBy(() -> Git.lsRemoteRepository()
                            .setRemote("https://example.org/a.git")
                            .setTransportConfigCallback(
                                    transport -> ((TransportHttp) transport).setHttpConnectionFactory(connections))
                            .call())
                    .hasStackTraceContaining("private address");
            assertThat(opened).extracting(URL::getHost).containsExactly("example.org");
        } finally {
            outside.stop(0);
        }
    }

    @Test
    void aPathNeedsTheOperatorsConsent() throws GitAPIException {
        Path remote = bare("remote.git");
        refused(internet, remote.toString(), "file-remotes");
        refused(internet, "file://" + remote, "file-remotes");
        assertThat(desk.canonical(remote.toString())).isEqualTo(real(remote));
        assertThat(desk.canonical("file://" + remote)).isEqualTo(real(remote));
    }

    @Test
    void aPathMayLeadToNothingYet() {
        assertThat(desk.canonical(folder.resolve("later.git").toString())).endsWith("later.git");
    }

    @Test
    void aPathIntoTheMirrorsIsRefusedInEverySpelling() throws Exception {
        Path mirror = bare("data/mirrors/tenant/repository");
        refused(desk, mirror.toString(), "mirrors");
        refused(desk, "file://" + mirror, "mirrors");
        refused(desk, folder + "/elsewhere/../data/mirrors/tenant/repository", "mirrors");
        refused(desk, data.toString(), "mirrors");
        refused(desk, mirror + "/not/there", "mirrors");
        Path link = Files.createSymbolicLink(folder.resolve("link"), mirror);
        refused(desk, link.toString(), "mirrors");
        Path folderLink = Files.createSymbolicLink(folder.resolve("data-link"), data);
        refused(desk, folderLink + "/mirrors/tenant/repository", "mirrors");
    }

    @Test
    void aRepositoryWhoseObjectsAreTheMirrorsIsRefused() throws Exception {
        Path mirror = bare("data/mirrors/tenant/repository");
        Path borrowing = bare("borrowing.git");
        Files.writeString(borrowing.resolve("objects/info/alternates"), mirror.resolve("objects") + "\n");
        refused(desk, borrowing.toString(), "mirrors");

        Path twice = bare("twice.git");
        Files.writeString(twice.resolve("objects/info/alternates"), "../../borrowing.git/objects\n");
        refused(desk, twice.toString(), "mirrors");

        Path linked = bare("linked.git");
        Files.delete(linked.resolve("objects/pack"));
        Files.createSymbolicLink(linked.resolve("objects/pack"), mirror.resolve("objects/pack"));
        refused(desk, linked.toString(), "mirrors");

        Path worktree = Files.createDirectories(folder.resolve("worktree"));
        Files.createSymbolicLink(worktree.resolve(".git"), mirror);
        refused(desk, worktree.toString(), "mirrors");
    }

    @Test
    void aLinkThatIsTurnedInsideLaterIsRefusedWhenItIsOpened() throws Exception {
        Path mirror = bare("data/mirrors/tenant/repository");
        Path link = folder.resolve("remote.git");
        String canonical = desk.canonical(link.toString());
        Files.createSymbolicLink(link, mirror);
        assertThatThrownBy(() -> desk.opened(canonical)).isInstanceOf(RefusedException.class);
    }

    private static AbstractThrowableAssert<?, ?> refused(RemotePolicy policy, String remote, String because) {
        return assertThatThrownBy(() -> policy.canonical(remote))
                .as(remote)
                .hasMessageContaining(because)
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REMOTE_NOT_ALLOWED));
    }

    private static String real(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path bare(String name) throws GitAPIException {
        Path path = folder.resolve(name);
        Git.init().setBare(true).setDirectory(path.toFile()).call().close();
        return path;
    }
}
