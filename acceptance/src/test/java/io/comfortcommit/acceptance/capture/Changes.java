package io.comfortcommit.acceptance.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Changes of a work tree as authors make them, and as they would never make them. */
final class Changes {
    private static final List<String> NAMES = List.of(
            "plain.txt",
            "Main.java",
            "a b\tc.txt",
            "\"quoted\".txt",
            "back\\slash.txt",
            "-dash",
            ":(top)magic",
            "#hash.md",
            "한글 파일.txt",
            Normalizer.normalize("각자 결합.txt", Normalizer.Form.NFD),
            Normalizer.normalize("café.txt", Normalizer.Form.NFD),
            "café.txt",
            "emoji-😀.txt",
            "x.up",
            "build.log",
            "data.bin",
            ".hidden",
            "line\nbreak.txt");
    private static final List<String> FOLDERS =
            List.of("", "src/", "src/deep/er/", "문서/", "out/", "with space/", "dir/");
    private static final List<String> IGNORES =
            List.of("*.log\n!keep.log\n", "/out/\n", "**/deep/\n", "*\n!*/\n!*.txt\n", "# nothing\n\n", "한글*\n");
    private static final List<String> ATTRIBUTES = List.of(
            "* text=auto\n",
            "*.txt text eol=crlf\n",
            "*.txt -text\n",
            "*.java text eol=lf\n",
            "*.up filter=upper\n",
            "*.bin binary\n",
            "*.md ident\n");

    private final WorkTree tree;
    private final Random random;
    private final List<String> told = new ArrayList<>();

    Changes(WorkTree tree, Random random) {
        this.tree = tree;
        this.random = random;
    }

    /** What was done, for whoever has to find out what went wrong. */
    List<String> told() {
        return told;
    }

    void make() throws IOException {
        int many = 1 + random.nextInt(10);
        for (int i = 0; i < many; i++) {
            one();
        }
        if (random.nextInt(4) == 0) {
            stage();
        }
    }

    private void one() throws IOException {
        switch (random.nextInt(18)) {
            case 0, 1, 2 -> write(fresh(), text());
            case 3 -> write(fresh(), bytes(random.nextInt(4_000)));
            case 4 -> write(fresh(), random.nextInt(8) == 0 ? bytes(300_000 + random.nextInt(1_500_000)) : new byte[0]);
            case 5, 6 -> edit(any());
            case 7 -> delete(any());
            case 8 -> rename(any(), false);
            case 9 -> rename(any(), true);
            case 10 -> flip(any());
            case 11 -> link(any());
            case 12 -> link(fresh());
            case 13 -> folderForFile(any());
            case 14 -> write(folder() + ".gitignore", oneOf(IGNORES).getBytes(StandardCharsets.UTF_8));
            case 15 -> write(folder() + ".gitattributes", oneOf(ATTRIBUTES).getBytes(StandardCharsets.UTF_8));
            case 16 -> otherForm(any());
            default -> exclude();
        }
    }

    private void stage() {
        told.add("stage");
        switch (random.nextInt(4)) {
            case 0 -> tree.git("add", "-A", "--sparse");
            case 1 -> tree.git("add", "-u", "--sparse");
            case 2 -> tree.git("add", "-N", "--sparse", ".");
            default -> {
                tree.git("rm", "-q", "-r", "--cached", "--ignore-unmatch", "--sparse", "src");
                tree.git("add", "-A", "--sparse", ".");
            }
        }
    }

    // --- single ones

    private void write(Path file, byte[] content) throws IOException {
        Path folder = file.getParent();
        for (Path each = folder; each != null && !each.equals(tree.root()); each = each.getParent()) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        told.add("write " + file + " " + content.length);
        Files.createDirectories(folder);
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    private void write(String path, byte[] content) throws IOException {
        write(tree.root().resolve(path), content);
    }

    private void edit(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] before = Files.readAllBytes(file);
            byte[] more = ("edited " + random.nextInt() + (random.nextBoolean() ? "\r\n" : "\n"))
                    .getBytes(StandardCharsets.UTF_8);
            byte[] after = Arrays.copyOf(before, before.length + more.length);
            System.arraycopy(more, 0, after, before.length, more.length);
            write(file, after);
        }
    }

    private void delete(Path file) throws IOException {
        told.add("delete " + file);
        Files.deleteIfExists(file);
    }

    private void rename(Path file, boolean edited) throws IOException {
        Path to = fresh();
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = Files.readAllBytes(file);
            write(to, content);
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                delete(file);
                if (edited) {
                    edit(to);
                }
            }
        }
    }

    private void flip(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            told.add("flip " + file);
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!permissions.remove(PosixFilePermission.OWNER_EXECUTE)) {
                permissions.add(PosixFilePermission.OWNER_EXECUTE);
            }
            Files.setPosixFilePermissions(file, permissions);
        }
    }

    private void link(Path file) throws IOException {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(file.resolve("..").normalize())) {
            told.add("link " + file);
            Files.deleteIfExists(file);
            Files.createSymbolicLink(
                    file, Path.of(oneOf(List.of("plain.txt", "/nowhere/at/all", "..", "src", "한글 파일.txt"))));
        }
    }

    private void folderForFile(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            delete(file);
            write(file.resolve("inside.txt"), text());
        }
    }

    /** The same letters in the other form of Unicode. */
    private void otherForm(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Normalizer.Form form =
                Normalizer.isNormalized(name, Normalizer.Form.NFC) ? Normalizer.Form.NFD : Normalizer.Form.NFC;
        Path to = file.resolveSibling(Normalizer.normalize(name, form));
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            told.add("other form " + file);
            Files.move(file, to);
        }
    }

    private void exclude() throws IOException {
        told.add("exclude");
        Path file = tree.root().resolve(tree.git("rev-parse", "--git-path", "info/exclude"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, oneOf(IGNORES));
    }

    // --- choices

    private byte[] text() {
        StringBuilder text = new StringBuilder();
        String end = random.nextBoolean() ? "\n" : "\r\n";
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append("line ").append(random.nextInt(1_000)).append(" $Id$ 글").append(i == 0 ? "" : end);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(int many) {
        byte[] bytes = new byte[many];
        random.nextBytes(bytes);
        return bytes;
    }

    private String folder() {
        return oneOf(FOLDERS);
    }

    private Path fresh() {
        return tree.root().resolve(folder() + (random.nextInt(3) == 0 ? random.nextInt(40) + "-" : "") + oneOf(NAMES));
    }

    /** A file of the work tree, or a new one where there is none. */
    private Path any() throws IOException {
        try (Stream<Path> files = Files.walk(tree.root())) {
            List<Path> found = files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.startsWith(tree.root().resolve(".git")))
                    .filter(file -> !file.endsWith(".gitmodules")
                            && !file.startsWith(tree.root().resolve("library")))
                    .sorted()
                    .toList();
            return found.isEmpty() ? fresh() : found.get(random.nextInt(found.size()));
        }
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
