package io.comfortcommit.standalone.postgres;

/**
 * The passwords of the four roles: the superuser that only this package and backups use, the owner that migrates, the application,
 * which may neither create nor alter anything, and the reader, which answers requests and may read what their caller may
 * see. The last two can't pass row level security.
 */
public record Roles(Credentials superuser, Credentials owner, Credentials app, Credentials reader) {
    public static final String SUPERUSER = "postgres";
    static final String OWNER = "comfort_owner";
    static final String APP = "comfort_app";
    static final String READER = "comfort_reader";

    public static Roles withPasswords(String superuser, String owner, String app, String reader) {
        return new Roles(
                new Credentials(SUPERUSER, superuser),
                new Credentials(OWNER, owner),
                new Credentials(APP, app),
                new Credentials(READER, reader));
    }
}
