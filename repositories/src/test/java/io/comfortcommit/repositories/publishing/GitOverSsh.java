package io.comfortcommit.repositories.publishing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** An ssh server in this process, on loopback, that lets one key in and runs the real git. */
final class GitOverSsh implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair hostKey;

    GitOverSsh(Path root, KeyPair hostKey, PublicKey allowed) throws IOException {
        this.hostKey = hostKey;
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory((channel, line) -> new GitCommand(root, line));
        server.start();
    }

    String url() {
        return "ssh://git@127.0.0.1:" + server.getPort();
    }

    /** As ssh-keyscan would write it. */
    String knownHostsLine() {
        return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class GitCommand implements Command {
        private final Path root;
        private final String line;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (code, message, close) -> {};

        GitCommand(Path root, String line) {
            this.root = root;
            this.line = line;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofPlatform().name("git-over-ssh").daemon().start(this::run);
        }

        private void run() {
            try {
                String[] words = line.split(" ", 2);
                String path = root + words[1].replace("'", "");
                ProcessBuilder git = new ProcessBuilder("git", words[0].substring("git-".length()), path);
                git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
                Process process = git.start();
                CompletableFuture<Void> to = pump(in, process.getOutputStream());
                CompletableFuture<Void> errors = pump(process.getErrorStream(), err);
                copy(process.getInputStream(), out);
                errors.join();
                int code = process.waitFor();
                to.cancel(true);
                exit.onExit(code);
            } catch (IOException | InterruptedException e) {
                exit.onExit(255);
            }
        }

        private static void copy(InputStream from, OutputStream to) throws IOException {
            byte[] bytes = new byte[8192];
            for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                to.write(bytes, 0, n);
                to.flush();
            }
        }

        private static CompletableFuture<Void> pump(InputStream from, OutputStream to) {
            return CompletableFuture.runAsync(
                    () -> {
                        try (to) {
                            copy(from, to);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    task -> Thread.ofPlatform().daemon().start(task));
        }

        @Override
        public void destroy(ChannelSession channel) {}

        @Override
        public void setInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            this.err = err;
        }

        @Override
        public void setExitCallback(ExitCallback exit) {
            this.exit = exit;
        }
    }
}
