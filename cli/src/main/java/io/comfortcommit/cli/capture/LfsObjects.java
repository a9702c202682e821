package io.comfortcommit.cli.capture;

import io.comfortcommit.cli.desk.Change;
import io.comfortcommit.cli.desk.Desk;
import io.comfortcommit.cli.failure.Failure;
import io.comfortcommit.cli.failure.Problem;
import io.comfortcommit.cli.git.Git;
import io.comfortcommit.cli.git.GitOutput;
import io.comfortcommit.cli.git.GitPath;
import io.comfortcommit.cli.lane.Waiting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that Git LFS keeps elsewhere: the commit only has pointers to them, so what they point at must be at the remote
 * before the commit is.
 */
final class LfsObjects {
    /** The pointer file of the LFS specification. */
    private static final Pattern POINTER =
            Pattern.compile("version https://git-lfs\\.github\\.com/spec/v1\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n");

    private LfsObjects() {}

    /**
     * Ids of the objects that the changed files point at and that are here. What was made here is, since git-lfs puts it
     * there when the file is added; what is not came from the remote as a pointer, and there is nothing to upload of it.
     *
     * @param git that reads the snapshot
     */
    static List<String> in(Desk desk, Git git, Snapshot snapshot) {
        if (desk.config().value("filter.lfs.clean").isEmpty()
                && desk.config().value("filter.lfs.process").isEmpty()) {
            return List.of();
        }
        List<String> objects = new ArrayList<>();
        for (GitPath path : keptElsewhere(desk)) {
            GitOutput content = git.run("cat-file", "blob", snapshot.commit() + ":" + path);
            Matcher pointer = POINTER.matcher(new String(content.out(), StandardCharsets.UTF_8));
            if (content.ok() && pointer.lookingAt() && isHere(desk, pointer.group(1))) {
                objects.add(pointer.group(1));
            }
        }
        return List.copyOf(objects);
    }

    private static boolean isHere(Desk desk, String object) {
        return Files.exists(desk.commonFolder()
                .resolve(desk.config().value("lfs.storage").orElse("lfs"))
                .resolve("objects")
                .resolve(object.substring(0, 2))
                .resolve(object.substring(2, 4))
                .resolve(object));
    }

    /**
     * @param git in the work tree
     * @throws Failure {@link Problem#LFS_NOT_UPLOADED}
     */
    static void upload(Git git, Waiting waiting) {
        if (waiting.lfs().isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(
                List.of("lfs", "push", "--object-id", waiting.remote().name()));
        command.addAll(waiting.lfs());
        GitOutput pushed = git.run(command.toArray(String[]::new));
        if (!pushed.ok()) {
            throw Failure.of(Problem.LFS_NOT_UPLOADED, Git.lastWords(pushed.err()));
        }
    }

    private static List<GitPath> keptElsewhere(Desk desk) {
        List<GitPath> changed = desk.changes().stream().map(Change::path).toList();
        List<String> answer = desk.git()
                .mustFeed(GitPath.join(changed), "check-attr", "-z", "--stdin", "filter")
                .parts();
        List<GitPath> found = new ArrayList<>();
        for (int i = 0; i + 2 < answer.size(); i += 3) {
            if (answer.get(i + 2).equals("lfs")) {
                found.add(new GitPath(answer.get(i)));
            }
        }
        return found;
    }
}
