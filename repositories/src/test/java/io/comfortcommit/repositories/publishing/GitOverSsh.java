package io.comfortcommit.repositories.publishing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    /** What goes wrong with a push, once the client has been told what is there. */
    enum Trouble {
        NONE,
        /** From the first byte on, and of whatever is asked: ten bytes a second. */
        DRIPS,
        HANGS,
        BREAKS_BEFORE_IT_IS_DONE,
        BREAKS_AFTER_IT_WAS_DONE
    }

    volatile Trouble trouble = Trouble.NONE;

    private final CountDownLatch over = new CountDownLatch(1);
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
        over.countDown();
        server.stop(true);
    }

    private final class GitCommand implements Command {
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
            Trouble now = trouble;
            Runnable run = line.startsWith("git-receive-pack") && now != Trouble.NONE && now != Trouble.DRIPS
                    ? () -> runInTrouble(now, channel)
                    : this::run;
            Thread.ofPlatform().name("git-over-ssh").daemon().start(run);
        }

        private Process git() throws IOException {
            String[] words = line.split(" ", 2);
            String path = root + words[1].replace("'", "");
            ProcessBuilder git = new ProcessBuilder("git", words[0].substring("git-".length()), path);
            git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            return git.start();
        }

        private void runInTrouble(Trouble kind, ChannelSession channel) {
            try {
                Process process = git();
                byte[] bytes = new byte[8192];
                String end = "";
                while (!end.equals("0000")) {
                    int n = process.getInputStream().read(bytes);
                    out.write(bytes, 0, n);
                    out.flush();
                    end = new String(bytes, n - 4, 4, StandardCharsets.US_ASCII);
                }
                if (kind == Trouble.BREAKS_AFTER_IT_WAS_DONE) {
                    CompletableFuture<Void> to = pump(in, process.getOutputStream());
                    process.getInputStream().readAllBytes();
                    process.waitFor();
                    to.cancel(true);
                } else {
                    in.readNBytes(20);
                    if (kind == Trouble.HANGS) {
                        over.await();
                    }
                    process.destroyForcibly();
                }
                channel.getSession().close(true);
            } catch (IOException | InterruptedException e) {
                exit.onExit(255);
            }
        }

        private void run() {
            try {
                Process process = git();
                CompletableFuture<Void> to = pump(in, process.getOutputStream());
                CompletableFuture<Void> errors = pump(process.getErrorStream(), err);
                if (trouble == Trouble.DRIPS) {
                    drip(process.getInputStream());
                } else {
                    copy(process.getInputStream(), out);
                }
                errors.join();
                int code = process.waitFor();
                to.cancel(true);
                exit.onExit(code);
            } catch (IOException | InterruptedException e) {
                exit.onExit(255);
            }
        }

        private void drip(InputStream from) throws IOException, InterruptedException {
            for (int drop = from.read(); drop >= 0 && !over.await(100, TimeUnit.MILLISECONDS); drop = from.read()) {
                out.write(drop);
                out.flush();
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
