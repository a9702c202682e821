package io.comfortcommit.gateway.capture;

import io.comfortcommit.gateway.GatewayProperties;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Files that uploads wait in until they are whole, so that a slow or broken connection holds nothing up. Readable by our
 * user only, and gone when closed; on Unix they have no name from the start, so that not even SIGKILL leaves one behind.
 */
@Component
public final class Spool {
    private static final Set<StandardOpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private static final FileAttribute<?>[] PRIVATE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private final Path folder;

    Spool(GatewayProperties properties) {
        this.folder = properties.spool();
    }

    public FileChannel open() throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(folder.resolve("upload-" + UUID.randomUUID()), OPTIONS, PRIVATE);
    }
}
