package io.comfortcommit.standalone.postgres;

import io.comfortcommit.standalone.data.PrivateFiles;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, unpacked once per version into a folder named after the archive's checksum. A folder counts only
 * with its manifest, which is written last, and only while every file still has the size noted there.
 */
record Binaries(Path folder, int major) {
    private static final String MANIFEST = "manifest";

    /**
     * @param root the folder that holds one folder per version
     * @throws CannotStartException when this build brings no binaries for this platform
     */
    static Binaries unpackedUnder(Path root) throws IOException {
        URL archive = archive();
        Path folder = root.resolve(checksum(archive));
        Integer major = majorIfWhole(folder);
        if (major == null) {
            PrivateFiles.folder(root);
            deleteRecursively(folder);
            Path fresh = root.resolve(folder.getFileName() + ".new");
            deleteRecursively(fresh);
            PrivateFiles.folder(fresh);
            String listing = unpack(archive, fresh);
            PrivateFiles.write(fresh.resolve(MANIFEST), listing);
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.sync(root);
            major = majorIfWhole(folder);
        }
        if (major == null) {
            throw new IOException("the unpacked PostgreSQL is not whole");
        }
        return new Binaries(folder, major);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static URL archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        @Nullable
        URL archive = os.equals("linux") && intel ? Binaries.class.getResource("/postgres-linux-x86_64.txz") : null;
        if (archive == null) {
            throw new CannotStartException(Refusal.NO_POSTGRES_FOR_PLATFORM, os + "-" + arch);
        }
        return archive;
    }

    /** The jar's own directory already knows it; only an archive outside a jar is read for it. */
    private static String checksum(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return "%08x".formatted(jar.getJarEntry().getCrc());
        }
        CRC32 crc = new CRC32();
        try (InputStream in = connection.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return "%08x".formatted(crc.getValue());
    }

    /** Manifest: the major version on the first line, then a size and a path on each. */
    private static @Nullable Integer majorIfWhole(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.exists(manifest)) {
            return null;
        }
        List<String> lines = Files.readAllLines(manifest);
        for (String line : lines.subList(1, lines.size())) {
            int tab = line.indexOf('\t');
            Path file = folder.resolve(line.substring(tab + 1));
            if (!Files.exists(file) || Files.size(file) != Long.parseLong(line.substring(0, tab))) {
                return null;
            }
        }
        return Integer.valueOf(lines.getFirst());
    }

    private static String unpack(URL archive, Path folder) throws IOException {
        StringBuilder listing = new StringBuilder();
        try (InputStream bytes = new BufferedInputStream(archive.openStream(), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(bytes))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().endsWith(".a")) {
                    continue; // static libraries are for compiling against
                }
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("the archive of PostgreSQL points outside itself");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    continue;
                }
                Files.copy(tar, path);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                listing.append(entry.getSize())
                        .append('\t')
                        .append(folder.relativize(path))
                        .append('\n');
            }
        }
        return major(folder) + "\n" + listing;
    }

    private static int major(Path folder) throws IOException {
        String config = Files.readString(
                folder.resolve("lib").resolve("pkgconfig").resolve("libpq.pc"), StandardCharsets.UTF_8);
        String version = config.lines()
                .filter(line -> line.startsWith("Version:"))
                .findFirst()
                .orElseThrow(() -> new IOException("the archive of PostgreSQL doesn't say its version"))
                .substring("Version:".length())
                .strip();
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
