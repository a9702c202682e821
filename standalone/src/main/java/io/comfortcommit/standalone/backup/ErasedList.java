package io.comfortcommit.standalone.backup;

import io.comfortcommit.messages.UserId;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who was erased, as {@code comfort erase --list} prints it, with or without {@code --json}. */
final class ErasedList {
    private static final Pattern ID =
            Pattern.compile("\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b");

    private ErasedList() {}

    /** @throws CannotStartException if it can't be read, or has a line that names nobody */
    static Set<UserId> read(Path file) {
        Set<UserId> people = new LinkedHashSet<>();
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher id = ID.matcher(line);
                if (id.find()) {
                    people.add(new UserId(UUID.fromString(id.group())));
                } else if (!line.isBlank()) {
                    throw new CannotStartException(Refusal.NOT_ERASED_PEOPLE, file);
                }
            }
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.NOT_ERASED_PEOPLE, file);
        }
        return people;
    }
}
