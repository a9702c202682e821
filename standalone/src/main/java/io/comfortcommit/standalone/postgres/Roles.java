package io.comfortcommit.standalone.postgres;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The passwords of the four roles: the superuser that only this package and backups use, the owner that migrates, the application,
 * which may neither create nor alter anything, and the reader, which answers requests and may read what their caller may
 * see. The last two can't pass row level security.
 */
public record Roles(Credentials superuser, Credentials owner, Credentials app, Credentials reader) {
    public static final String SUPERUSER = "postgres";
    public static final String SUPERUSER_SECRET = "postgres-superuser";
    public static final String READER_SECRET = "postgres-reader";
    /** Names of the secrets that are their passwords, in the order of the components. */
    public static final List<String> SECRETS =
            List.of(SUPERUSER_SECRET, "postgres-owner", "postgres-app", READER_SECRET);

    static final String OWNER = "comfort_owner";
    static final String APP = "comfort_app";
    static final String READER = "comfort_reader";

    /** @param password of the secret of that name */
    public static Roles of(UnaryOperator<String> password) {
        return withPasswords(
                password.apply(SECRETS.get(0)),
                password.apply(SECRETS.get(1)),
                password.apply(SECRETS.get(2)),
                password.apply(SECRETS.get(3)));
    }

    public static Roles withPasswords(String superuser, String owner, String app, String reader) {
        return new Roles(
                new Credentials(SUPERUSER, superuser),
                new Credentials(OWNER, owner),
                new Credentials(APP, app),
                new Credentials(READER, reader));
    }
}
