package io.comfortcommit.repositories.mirror;

import io.comfortcommit.messages.draft.PullRequestTrouble;
import io.comfortcommit.repositories.SecretReference;
import io.comfortcommit.repositories.hosts.CodeHost;
import io.comfortcommit.repositories.hosts.CodeHosts;
import io.comfortcommit.repositories.hosts.HostException;
import io.comfortcommit.repositories.mirror.RemoteAccessException.Trouble;
import io.comfortcommit.repositories.terms.Credential;
import io.comfortcommit.repositories.terms.RemoteTerms;
import io.comfortcommit.repositories.terms.SshKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Ways to remotes: to permitted places only, to hosts that prove who they are, with the credential that is meant for them. */
public final class RemoteAccess {
    private final RemotePolicy policy;
    private final List<RemoteTerms> terms;
    private final Path knownHosts;

    /** @param knownHosts file of the hosts' ssh keys, as OpenSSH has it; need not exist */
    public RemoteAccess(RemotePolicy policy, List<RemoteTerms> terms, Path knownHosts) {
        this.policy = policy;
        this.terms = List.copyOf(terms);
        this.knownHosts = knownHosts;
    }

    String canonical(String remote) {
        return policy.canonical(remote);
    }

    RemoteTerms terms(String remote) {
        return RemoteTerms.of(terms, remote);
    }

    /**
     * Whether it is a folder of this machine.
     *
     * @param remote canonical
     */
    boolean isHere(String remote) {
        return RemotePolicy.isLocal(remote);
    }

    /**
     * @param remote canonical
     * @throws HostException if its API can't be opened as the settings say
     */
    Optional<CodeHost> host(String remote) throws HostException {
        RemoteTerms agreed = terms(remote);
        try {
            return CodeHosts.open(
                    policy.remote(remote), agreed, Authorities.context(agreed.certificates()), policy::checkUri);
        } catch (RemoteAccessException e) {
            throw new HostException(PullRequestTrouble.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * @param remote canonical
     * @param silence whole seconds between two bytes
     * @throws io.comfortcommit.repositories.RefusedException where it now leads to a place that may not be talked to
     */
    Transport open(Repository git, String remote, Duration silence) throws IOException {
        RemoteTerms agreed = terms(remote);
        URIish uri = policy.opened(remote);
        Transport transport = Transport.open(git, uri);
        try {
            transport.setTimeout((int) silence.toSeconds());
            transport.setTagOpt(TagOpt.NO_TAGS);
            switch (transport) {
                case TransportHttp http -> arrange(http, uri, agreed);
                case SshTransport ssh ->
                    ssh.setSshSessionFactory(new CheckedSessions(new HostKeys(knownHosts), key(agreed.credential())));
                default -> {}
            }
            return transport;
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private void arrange(TransportHttp http, URIish uri, RemoteTerms agreed) throws IOException {
        Credential credential = agreed.credential();
        SecretReference token = credential == null ? null : credential.token();
        URIish only = null;
        if (credential != null && token != null) {
            only = uri;
            http.setCredentialsProvider(new OneCredential(uri, credential.username(), read(token)));
        }
        http.setHttpConnectionFactory(new CheckedConnections(
                policy, http.getHttpConnectionFactory(), Authorities.trusted(agreed.certificates()), only));
    }

    private static @Nullable KeyPair key(@Nullable Credential credential) throws RemoteAccessException {
        if (credential == null || credential.key() == null) {
            return null;
        }
        try {
            SecretReference passphrase = credential.passphrase();
            return SshKey.open(credential.key().bytes(), passphrase == null ? "" : read(passphrase));
        } catch (RemoteAccessException e) {
            throw e;
        } catch (IOException e) {
            throw missing(e);
        } catch (GeneralSecurityException e) {
            throw new RemoteAccessException(
                    Trouble.NO_CREDENTIAL, "the ssh key that is set for this remote " + e.getMessage(), e);
        }
    }

    private static String read(SecretReference secret) throws RemoteAccessException {
        try {
            return secret.line();
        } catch (IOException e) {
            throw missing(e);
        }
    }

    private static RemoteAccessException missing(IOException cause) {
        return new RemoteAccessException(
                Trouble.NO_CREDENTIAL, "the credential of this remote is not where the settings say", cause);
    }
}
