package io.comfortcommit.standalone.postgres;

/** Name and password of a database role. */
public record Credentials(String user, String password) {
    /** Without the password, which must not reach a log. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
