package io.comfortcommit.standalone.backup;

import io.comfortcommit.standalone.data.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The mirrors, while they are written to. What the tables name was stored in them before, and nothing is ever pruned; so
 * it is enough that refs are read before the objects that they name, and loose refs before the packed ones, which is the
 * order in which git moves them.
 */
final class MirrorFiles {
    private static final String ENTRIES = "repositories/";
    /** Each takes what was packed anew during the one before. */
    private static final int MOST_PASSES = 20;

    private MirrorFiles() {}

    /** @param repositories the folder in which the mirrors are */
    static void write(Path repositories, ZipOutputStream zip) throws IOException {
        Path mirrors = repositories.resolve("mirrors");
        if (!Files.isDirectory(mirrors)) {
            return;
        }
        for (Path file : inside(mirrors, false)) {
            write(repositories, file, zip);
        }
        Set<Path> written = new HashSet<>();
        for (int pass = 1; !writeObjects(repositories, mirrors, written, zip); pass++) {
            if (pass == MOST_PASSES) {
                throw new IOException("the mirrors change all the time");
            }
        }
    }

    /** @return whether none was gone before it could be read */
    private static boolean writeObjects(Path repositories, Path mirrors, Set<Path> written, ZipOutputStream zip)
            throws IOException {
        boolean whole = true;
        for (Path file : inside(mirrors, true)) {
            if (!written.contains(file)) {
                if (write(repositories, file, zip)) {
                    written.add(file);
                } else {
                    whole = false;
                }
            }
        }
        return whole;
    }

    /** Folders too, also empty ones: git takes none for a repository that lacks some. */
    private static List<Path> inside(Path mirrors, boolean objects) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(mirrors, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (isObject(mirrors, folder) == objects) {
                    found.add(folder);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && isObject(mirrors, file) == objects
                        && !isUnfinished(String.valueOf(file.getFileName()))) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            /** Gone since its folder was listed. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        found.sort(Comparator.comparing(file -> file.endsWith("packed-refs")));
        return found;
    }

    /** {@code <tenant>/<repository>/objects/…} */
    private static boolean isObject(Path mirrors, Path file) {
        Path inside = mirrors.relativize(file);
        return inside.getNameCount() > 2 && inside.getName(2).toString().equals("objects");
    }

    private static boolean isUnfinished(String name) {
        return name.endsWith(".lock")
                || name.endsWith(".keep")
                || name.startsWith("incoming_")
                || name.startsWith("noz")
                || name.startsWith("tmp_");
    }

    private static boolean write(Path repositories, Path file, ZipOutputStream zip) throws IOException {
        String name = ENTRIES + repositories.relativize(file).toString().replace('\\', '/');
        if (Files.isDirectory(file)) {
            zip.putNextEntry(new ZipEntry(name + "/"));
            zip.closeEntry();
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            in.transferTo(zip);
            zip.closeEntry();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** @param folder takes the place of that of the repositories */
    static void read(ZipFile backup, Path folder) throws IOException {
        PrivateFiles.folder(folder);
        for (Enumeration<? extends ZipEntry> entries = backup.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().startsWith(ENTRIES)) {
                Path file = folder.resolve(entry.getName().substring(ENTRIES.length()))
                        .normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("an entry would leave the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    read(backup, entry, file);
                }
            }
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                PrivateFiles.sync(each);
            }
        }
    }

    private static void read(ZipFile backup, ZipEntry entry, Path file) throws IOException {
        try (InputStream in = backup.getInputStream(entry)) {
            Files.copy(in, file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
