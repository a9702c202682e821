package io.comfortcommit.cli.agent;

import io.comfortcommit.cli.agent.AgentRecord.Attempt;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.lane.Snapshots;
import io.comfortcommit.messages.draft.PushFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The author's own git, with the author's settings: its hooks run, it signs where that is set, it pushes with the author's
 * credentials. Neither index nor work tree nor a branch here is touched.
 */
final class AuthorsGit {
    private static final String PINS = "refs/comfort/agent/";

    /** In git's configuration: seconds for one word with the remote, the author's {@code pre-push} included. */
    private static final String TIMEOUT = "comfort.remotetimeout";

    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(15);

    private static final Pattern DENIAL =
            Pattern.compile("Authentication failed|could not read (Username|Password)|Permission denied|error: 40[13]");

    private final Desk desk;
    private final Git git;
    private final Git remotely;

    AuthorsGit(Desk desk, boolean mayAsk) {
        this.desk = desk;
        Git own = desk.git().asAuthor();
        this.git = mayAsk ? own.mayAsk() : own;
        // What is read from its words is in English. As LC_ALL it would change the author's hooks, too.
        this.remotely = git.with("LANGUAGE", "C")
                .within(desk.config()
                        .value(TIMEOUT)
                        .filter(value -> value.matches("[1-9]\\d{0,5}"))
                        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                        .orElse(USUAL_TIMEOUT));
    }

    /** It can't go on now; later it may. */
    static final class NotNow extends Exception {
        private static final long serialVersionUID = 1L;

        NotNow(String words) {
            super(words);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    /** It would go the same way again. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final PushFailure failure;

        Refused(PushFailure failure, String words) {
            super(words);
            this.failure = failure;
        }

        PushFailure failure() {
            return failure;
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    // --- the remote

    /** Branches of the remote by their short names. */
    Map<String, String> branches(String remote) throws NotNow {
        GitOutput answer = remotely.run("ls-remote", "--heads", url(remote));
        if (!answer.ok()) {
            throw new NotNow(Git.lastWords(answer.err()));
        }
        Map<String, String> branches = new HashMap<>();
        for (String line : answer.lines()) {
            String[] fields = line.split("\t", 2);
            if (fields.length == 2 && fields[1].startsWith("refs/heads/")) {
                branches.put(fields[1].substring("refs/heads/".length()), fields[0]);
            }
        }
        return branches;
    }

    /** Brings a commit of a branch here, with all that it leads to. */
    void fetch(String remote, String branch, String commit) throws NotNow {
        if (git.succeeds("cat-file", "-e", commit + "^{commit}")) {
            return;
        }
        GitOutput answer = remotely.run(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", url(remote), "refs/heads/" + branch);
        if (!answer.ok()) {
            throw new NotNow(Git.lastWords(answer.err()));
        }
    }

    /** As it is pushed to; may be another than is fetched from. */
    private String url(String remote) throws NotNow {
        GitOutput url = git.run("remote", "get-url", "--push", remote);
        if (!url.ok()) {
            throw new NotNow(Git.lastWords(url.err()));
        }
        return url.text();
    }

    /**
     * An attempt whose commit a branch has, at its tip or below.
     *
     * @param branches as {@link #branches} gave them
     */
    Optional<Attempt> landedAttempt(AgentRecord draft, Map<String, String> branches) throws NotNow {
        for (Attempt attempt : draft.attempts()) {
            String there = branches.get(attempt.target());
            if (there != null) {
                fetch(draft.remote(), attempt.target(), there);
                if (isWithin(attempt.commit(), there)) {
                    return Optional.of(attempt);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isWithin(String commit, String tip) {
        return commit.equals(tip) || git.succeeds("merge-base", "--is-ancestor", commit, tip);
    }

    /** How a push was answered. */
    sealed interface Reply {
        record Taken() implements Reply {}

        /** The branch is no longer where it was expected. */
        record Moved() implements Reply {}

        record RefusedByRemote(String words) implements Reply {}
    }

    /** Compare-and-swap: only where the target still holds what is expected. */
    Reply push(String remote, String commit, String target, @Nullable String expected) throws NotNow, Refused {
        String ref = "refs/heads/" + target;
        GitOutput answer = remotely.run(
                "push",
                "--porcelain",
                "--no-follow-tags",
                "--force-with-lease=" + ref + ":" + (expected == null ? "" : expected),
                remote,
                commit + ":" + ref);
        Optional<String> status = answer.lines().stream()
                .filter(line -> line.contains("\t") && line.contains(":" + ref + "\t"))
                .findFirst();
        if (answer.ok()) {
            return isThere(remote, commit, target)
                    ? new Reply.Taken()
                    : new Reply.RefusedByRemote("the remote said that it took the commit, but " + target + " lacks it");
        }
        if (status.isEmpty()) {
            // Git ends with 1 where it was told not to push, and with 128 where it could not.
            if (answer.exit() == 1) {
                throw new Refused(PushFailure.HOOK_REFUSED, Git.lastWords(answer.err()));
            }
            throw new NotNow(Git.lastWords(answer.err()));
        }
        String line = status.get();
        if (line.contains("(stale info)")
                || line.contains("(fetch first)")
                || line.contains("(non-fast-forward)")
                || line.contains("cannot lock ref")
                || line.contains("failed to update ref")
                || line.contains("incorrect old value")) {
            return new Reply.Moved();
        }
        return new Reply.RefusedByRemote(
                Git.lastWords(answer.err() + "\n" + line.substring(line.lastIndexOf('\t') + 1)));
    }

    /** Not every remote does what it says; and somebody may have pushed on top already. */
    private boolean isThere(String remote, String commit, String target) throws NotNow {
        String tip = branches(remote).get(target);
        if (tip == null) {
            return false;
        }
        fetch(remote, target, tip);
        return isWithin(commit, tip);
    }

    /** As git, ssh and the hosts say that somebody may not: a password may be typed yet, so it is tried for a while. */
    static boolean isDenial(String words) {
        return DENIAL.matcher(words).find();
    }

    // --- the commit

    /**
     * Makes the commit as {@code git commit} would of the same tree: the author's {@code prepare-commit-msg} and
     * {@code commit-msg} see the message, and it is signed where the author signs. {@code pre-commit} does not run: it judges
     * a work tree, and that has moved on.
     *
     * @param objects where the tree and the snapshot lie
     * @param temporary a folder of this moment
     */
    String commit(
            AgentRecord draft,
            String tree,
            @Nullable String parent,
            String message,
            Instant at,
            Path objects,
            Path temporary)
            throws Refused {
        Git apart = git.with("GIT_OBJECT_DIRECTORY", objects.toString())
                .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", Snapshots.quoted(desk.objects()));
        Path text = temporary.resolve("COMMIT_EDITMSG");
        Path index = temporary.resolve("index-of-commit");
        write(text, message);
        Git looking = apart.with("GIT_INDEX_FILE", index.toString()).with("GIT_EDITOR", ":");
        looking.must("read-tree", tree);
        hook(looking, "prepare-commit-msg", text.toString(), "message");
        hook(looking, "commit-msg", text.toString());
        String clean = apart.mustFeed(bytes(text), "stripspace").text();
        if (clean.isEmpty()) {
            throw new Refused(PushFailure.HOOK_REFUSED, "the hooks left no message");
        }
        write(text, clean + "\n");
        List<String> command = new ArrayList<>(List.of("commit-tree", tree, "-F", text.toString()));
        if (parent != null) {
            command.addAll(List.of("-p", parent));
        }
        boolean signs = git.run("config", "--type=bool", "--get", "commit.gpgSign")
                .text()
                .equals("true");
        if (signs) {
            command.add("-S");
        }
        GitOutput made = apart.with("GIT_AUTHOR_NAME", draft.authorName())
                .with("GIT_AUTHOR_EMAIL", draft.authorEmail())
                .with("GIT_AUTHOR_DATE", draft.authorDate())
                .with("GIT_COMMITTER_DATE", at.getEpochSecond() + " +0000")
                .run(command.toArray(String[]::new));
        if (!made.ok()) {
            throw signs
                    ? new Refused(PushFailure.SIGNING_FAILED, Git.lastWords(made.err()))
                    : new Refused(PushFailure.HOOK_REFUSED, Git.lastWords(made.err()));
        }
        return made.text();
    }

    private void hook(Git looking, String name, String... arguments) throws Refused {
        List<String> command = new ArrayList<>(List.of("hook", "run", "--ignore-missing", name, "--"));
        command.addAll(List.of(arguments));
        GitOutput said = looking.run(command.toArray(String[]::new));
        if (!said.ok()) {
            throw new Refused(PushFailure.HOOK_REFUSED, name + ": " + Git.lastWords(said.err()));
        }
    }

    /**
     * Takes a commit and what it brings into the repository's own objects, and keeps it there under a name of ours until it is
     * dropped.
     */
    void keep(AgentRecord draft, String commit, Path objects) {
        Git apart = git.with("GIT_OBJECT_DIRECTORY", objects.toString())
                .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", Snapshots.quoted(desk.objects()));
        Path pack = objects.resolve("to-keep.pack");
        try {
            StringBuilder revisions = new StringBuilder(commit).append('\n');
            for (String parent :
                    apart.must("rev-list", "--parents", "-1", commit).text().split(" ", -1)) {
                if (!parent.equals(commit)) {
                    revisions.append('^').append(parent).append('\n');
                }
            }
            try (var out = Files.newOutputStream(pack)) {
                apart.stream(
                        revisions.toString().getBytes(StandardCharsets.US_ASCII),
                        out,
                        "pack-objects",
                        "--revs",
                        "--stdout",
                        "-q");
            }
            git.mustFeed(Files.readAllBytes(pack), "unpack-objects", "-q");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                Files.deleteIfExists(pack);
            } catch (IOException leftBehind) {
                // It lies among the capture's objects and goes with them.
            }
        }
        git.must("update-ref", PINS + draft.draftId() + "/" + commit, commit);
    }

    /** Lets go of what was kept for a draft. */
    void drop(String draftId) {
        for (String ref : git.run("for-each-ref", "--format=%(refname)", PINS + draftId + "/")
                .lines()) {
            git.run("update-ref", "-d", ref);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
