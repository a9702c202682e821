package io.comfortcommit.repositories.signing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** Detached OpenPGP signatures (RFC 9580, section 5.2), as {@code gpg --detach-sign --armor} makes them. */
final class OpenPgpSigner implements CommitSigner {
    private final PGPPublicKey publicKey;
    private final PGPPrivateKey privateKey;

    private OpenPgpSigner(PGPPublicKey publicKey, PGPPrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    static OpenPgpSigner open(byte[] file, String passphrase) throws SigningException {
        PGPSecretKey key = signingKey(file);
        try {
            PGPPrivateKey opened =
                    key.extractPrivateKey(new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                            .build(passphrase.toCharArray()));
            if (opened == null) {
                throw new SigningException("the signing key is only a stub: its secret part lies elsewhere");
            }
            return new OpenPgpSigner(key.getPublicKey(), opened);
        } catch (PGPException | RuntimeException e) {
            throw new SigningException("the signing key does not open with the passphrase that is set, if any", e);
        }
    }

    /** The newest subkey that is for signing, else the main key: as gpg chooses. */
    private static PGPSecretKey signingKey(byte[] file) throws SigningException {
        PGPSecretKey best = null;
        try (InputStream decoded = PGPUtil.getDecoderStream(new ByteArrayInputStream(file))) {
            for (PGPSecretKeyRing ring : new PGPSecretKeyRingCollection(decoded, new BcKeyFingerprintCalculator())) {
                for (PGPSecretKey key : ring) {
                    if (signs(key) && !key.getPublicKey().hasRevocation() && (best == null || isNewer(key, best))) {
                        best = key;
                    }
                }
            }
        } catch (IOException | PGPException | RuntimeException e) {
            throw new SigningException("the signing key is no OpenPGP secret key", e);
        }
        if (best == null) {
            throw new SigningException("the signing key's file holds no OpenPGP secret key that signs");
        }
        return best;
    }

    private static boolean isNewer(PGPSecretKey key, PGPSecretKey than) {
        return than.isMasterKey()
                || !key.isMasterKey()
                        && key.getPublicKey()
                                .getCreationTime()
                                .after(than.getPublicKey().getCreationTime());
    }

    private static boolean signs(PGPSecretKey key) {
        if (!key.isSigningKey()) {
            return false;
        }
        boolean flagged = false;
        Iterator<PGPSignature> signatures = key.getPublicKey().getSignatures();
        while (signatures.hasNext()) {
            PGPSignatureSubpacketVector said = signatures.next().getHashedSubPackets();
            if (said != null && said.getKeyFlags() != 0) {
                flagged = true;
                if ((said.getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
                    return true;
                }
            }
        }
        return !flagged;
    }

    @Override
    public String sign(byte[] commit, Instant at) throws SigningException {
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
            generator.init(PGPSignature.BINARY_DOCUMENT, privateKey);
            PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
            facts.setSignatureCreationTime(false, Date.from(at));
            facts.setIssuerFingerprint(false, publicKey);
            generator.setHashedSubpackets(facts.generate());
            generator.update(commit);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try (ArmoredOutputStream armored =
                    ArmoredOutputStream.builder().clearHeaders().build(text)) {
                generator.generate().encode(armored);
            }
            return text.toString(StandardCharsets.US_ASCII).strip();
        } catch (IOException | PGPException | RuntimeException e) {
            throw new SigningException("the signing key does not sign", e);
        }
    }

    @Override
    public boolean isNamedBy(String signature) {
        try (InputStream decoded =
                PGPUtil.getDecoderStream(new ByteArrayInputStream(signature.getBytes(StandardCharsets.US_ASCII)))) {
            return new BcPGPObjectFactory(decoded).nextObject() instanceof PGPSignatureList list
                    && !list.isEmpty()
                    && list.get(0).getKeyID() == publicKey.getKeyID();
        } catch (IOException | RuntimeException notOurs) {
            return false;
        }
    }
}
