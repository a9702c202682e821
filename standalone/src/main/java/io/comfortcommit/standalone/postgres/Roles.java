package io.comfortcommit.standalone.postgres;

/**
 * The passwords of the three roles: the superuser that only this package uses, the owner that migrates, and the
 * application, which may neither create nor alter anything and can't pass row level security.
 */
public record Roles(Credentials superuser, Credentials owner, Credentials app) {
    static final String SUPERUSER = "postgres";
    static final String OWNER = "comfort_owner";
    static final String APP = "comfort_app";

    public static Roles withPasswords(String superuser, String owner, String app) {
        return new Roles(
                new Credentials(SUPERUSER, superuser), new Credentials(OWNER, owner), new Credentials(APP, app));
    }
}
