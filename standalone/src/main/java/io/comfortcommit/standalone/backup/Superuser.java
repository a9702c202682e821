package io.comfortcommit.standalone.backup;

import io.comfortcommit.standalone.postgres.Roles;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that see all rows and need not keep to the order of references. */
final class Superuser {
    private Superuser() {}

    static DataSource of(int port, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("comfort");
        source.setUser(Roles.SUPERUSER);
        source.setPassword(password);
        source.setApplicationName("comfort-backup");
        // What PostgreSQL says in detail may quote a row.
        source.setLogServerErrorDetail(false);
        return source;
    }
}
