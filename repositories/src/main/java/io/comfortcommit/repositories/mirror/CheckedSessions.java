package io.comfortcommit.repositories.mirror;

import io.comfortcommit.repositories.mirror.RemoteAccessException.Trouble;
import java.io.File;
import java.security.KeyPair;
import java.util.List;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** Sessions with ssh hosts whose keys are known, by the key that is set, or else by those of the server's own user. */
final class CheckedSessions extends SshSessionFactory {
    private final HostKeys hostKeys;
    private final SshdSessionFactory sessions;

    CheckedSessions(HostKeys hostKeys, @Nullable KeyPair key) {
        this.hostKeys = hostKeys;
        File user = FS.DETECTED.userHome();
        SshdSessionFactoryBuilder builder = new SshdSessionFactoryBuilder()
                .setHomeDirectory(user)
                .setSshDirectory(new File(user, ".ssh"))
                .setPreferredAuthentications("publickey")
                .setServerKeyDatabase((home, folder) -> hostKeys);
        if (key != null) {
            builder.setDefaultKeysProvider(folder -> List.of(key))
                    .setDefaultIdentities(folder -> List.of())
                    .setConfigStoreFactory((home, config, name) -> null);
        }
        this.sessions = builder.build(null);
    }

    @Override
    public RemoteSession getSession(URIish uri, @Nullable CredentialsProvider nobody, FS files, int millis)
            throws TransportException {
        try {
            return sessions.getSession(uri, nobody, files, millis);
        } catch (TransportException e) {
            sessions.close();
            String refusal = hostKeys.refusal();
            throw refusal == null ? e : new RemoteAccessException(Trouble.NOT_TRUSTED, refusal, e);
        }
    }

    @Override
    public void releaseSession(RemoteSession session) {
        session.disconnect();
        sessions.close();
    }

    @Override
    public String getType() {
        return sessions.getType();
    }
}
