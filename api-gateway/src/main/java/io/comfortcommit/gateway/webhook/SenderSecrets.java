package io.comfortcommit.gateway.webhook;

import io.comfortcommit.gateway.webhook.GithubVerification.Secrets;
import io.comfortcommit.gateway.webhook.StandardVerification.SenderKey;
import io.comfortcommit.gateway.webhook.WebhookProperties.Sender;
import io.comfortcommit.repositories.SecretReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the senders' secrets, each time they are used. Blocks. One that can't be read is as good as none. */
final class SenderSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(SenderSecrets.class);

    /** Shorter ones could be guessed. */
    static final int SHORTEST = 16;

    private SenderSecrets() {}

    /** Keys of Standard Webhooks. */
    static List<SenderKey> keys(List<Sender> senders) {
        List<SenderKey> keys = new ArrayList<>();
        for (Secrets secrets : texts(senders)) {
            for (String text : secrets.texts()) {
                try {
                    keys.add(new SenderKey(secrets.sender(), VerificationKey.of(text)));
                } catch (IllegalArgumentException e) {
                    unusable(secrets.sender(), e);
                }
            }
        }
        return keys;
    }

    /** Of those that also have secrets of another kind, the keys of Standard Webhooks. */
    static List<SenderKey> signingKeys(List<Sender> senders) {
        return texts(senders).stream()
                .flatMap(secrets -> secrets.texts().stream()
                        .filter(SenderSecrets::isSigningKey)
                        .map(text -> new SenderKey(secrets.sender(), VerificationKey.of(text))))
                .toList();
    }

    /** Of those that also have keys of Standard Webhooks, the others. */
    static List<Secrets> tokens(List<Sender> senders) {
        return texts(senders).stream()
                .map(secrets -> new Secrets(
                        secrets.sender(),
                        secrets.texts().stream()
                                .filter(text -> !isSigningKey(text))
                                .toList()))
                .toList();
    }

    private static boolean isSigningKey(String text) {
        return text.startsWith(VerificationKey.SYMMETRIC);
    }

    static List<Secrets> texts(List<Sender> senders) {
        List<Secrets> all = new ArrayList<>();
        for (Sender sender : senders) {
            List<String> texts = new ArrayList<>();
            for (SecretReference reference : sender.keys()) {
                try {
                    String text = reference.line();
                    if (text.length() < SHORTEST) {
                        throw new IOException(reference + " has fewer than " + SHORTEST + " characters");
                    }
                    texts.add(text);
                } catch (IOException e) {
                    unusable(sender, e);
                }
            }
            all.add(new Secrets(sender, texts));
        }
        return all;
    }

    private static void unusable(Sender sender, Exception why) {
        LOG.error("a key of the webhook sender {} can't be used: {}", sender.name(), why.getMessage());
    }
}
