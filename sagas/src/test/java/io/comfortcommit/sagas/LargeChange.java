package io.comfortcommit.sagas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.comfortcommit.analysis.ChangeSet;
import io.comfortcommit.analysis.reading.ChangeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A change of 49 files and more than 20,000 lines, of which nine files are written by hand: the rest is lockfiles, generated,
 * vendored and binary. Five secrets are in it, each where people leave them. The same each time.
 */
final class LargeChange {
    /** Path to a name that it declares. */
    static final Map<String, String> HAND_WRITTEN = new TreeMap<>(Map.of(
            "src/main/java/shop/order/OrderClient.java", "sendWithBackoff",
            "src/main/java/shop/order/RetryPolicy.java", "RetryPolicy",
            "src/main/java/shop/payment/PaymentGateway.java", "settleInvoice",
            "services/billing/invoice.py", "render_invoice",
            "services/gateway/router.go", "RouteOrders",
            "web/src/cart.ts", "mergeCarts",
            "web/src/checkout.tsx", "CheckoutSummary",
            "deploy/.env", "DATABASE_HOST",
            "ops/bootstrap.sh", "install_service"));

    private static final String AWS_ID = "AKIA" + "Z7QK3XN5WV2LRT6B";
    private static final String AWS_SECRET = "qJ7r+Lw2" + "mXz0Vb9KfTn4Hs8YpGd3Rc6EuAj1WoQi";
    private static final String PASSWORD = "tR9$kWm2" + "pLx7vQz";
    private static final String GITHUB = "ghp_" + "Q7vK2mX9pLw4Zt8RbN3cY6dHs5JfG1421scz";
    private static final String KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj" + "AgEAAoIBAQC7VJTUt9Us8cKj";

    static final List<String> SECRETS = List.of(AWS_ID, AWS_SECRET, PASSWORD, GITHUB, KEY_LINE);

    /** In every file that nobody wrote by hand, on each line. */
    static final String NOT_BY_HAND = "zzmachine";

    private final Random random = new Random(20_249);
    private final Map<String, byte[]> before = new TreeMap<>();
    private final Map<String, byte[]> after = new TreeMap<>();

    private LargeChange() {}

    /** @param folder an empty one, for a repository to read it from */
    static ChangeSet in(Path folder) throws IOException {
        return new LargeChange().read(folder);
    }

    private ChangeSet read(Path folder) throws IOException {
        byHand();
        lockfile("go.sum", 4_100);
        lockfile("web/app/package-lock.json", 5_200);
        lockfile("services/billing/poetry.lock", 1_700);
        for (int i = 0; i < 20; i++) {
            filled("gen/generated/Model" + i + ".java", 300);
        }
        for (int i = 0; i < 8; i++) {
            filled("api/shop" + i + ".pb.go", 220);
        }
        for (int i = 0; i < 6; i++) {
            filled("vendor/github.com/acme/lib" + i + "/lib.go", 120);
        }
        filled("web/public/app.min.js", 40);
        for (int i = 0; i < 2; i++) {
            byte[] image = new byte[4_000];
            random.nextBytes(image);
            image[0] = 0;
            after.put("web/public/logo" + i + ".png", image);
        }
        try (Repository git = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("large.git").toFile())
                .build()) {
            git.create(true);
            return new ChangeReader().read(git, tree(git, before), tree(git, after));
        }
    }

    private void byHand() {
        changed(
                "src/main/java/shop/order/OrderClient.java",
                java("OrderClient", 160),
                java("OrderClient", 160).replace("}\n// end", """
                            Answer sendWithBackoff(Order order) {
                                return policy.run(() -> send(order));
                            }
                        }
                        // end"""));
        added("src/main/java/shop/order/RetryPolicy.java", java("RetryPolicy", 190));
        changed(
                "src/main/java/shop/payment/PaymentGateway.java",
                java("PaymentGateway", 140),
                java("PaymentGateway", 140).replace("}\n// end", """
                            void settleInvoice(Invoice invoice) {
                                var client = connect("%s", "%s");
                                client.settle(invoice);
                            }
                        }
                        // end""".formatted(AWS_ID, AWS_SECRET)));
        added(
                "services/billing/invoice.py",
                "GITHUB_TOKEN = \"" + GITHUB + "\"\n\n\ndef render_invoice(order):\n"
                        + statements("    total_%d = order.amount(%d)\n", 170));
        added(
                "services/gateway/router.go",
                "package gateway\n\nfunc RouteOrders(mux *Mux) {\n"
                        + statements("\tmux.Handle(\"/orders/%d\", order%d)\n", 150) + "}\n");
        changed(
                "web/src/cart.ts",
                "export const limits = [\n" + statements("  { line: %d, most: %d },\n", 90) + "]\n",
                "export const limits = [\n" + statements("  { line: %d, least: %d },\n", 90)
                        + "]\n\nexport function mergeCarts(a: Cart, b: Cart) {\n  return a.concat(b)\n}\n");
        added(
                "web/src/checkout.tsx",
                "export function CheckoutSummary() {\n  return <ul>\n"
                        + statements("    <li key={%d}>{prices[%d]}</li>\n", 180) + "  </ul>\n}\n");
        added(
                "deploy/.env",
                "DATABASE_HOST=db.internal\nDATABASE_PASSWORD=" + PASSWORD + "\nGITHUB_TOKEN=" + GITHUB + "\n");
        added(
                "ops/bootstrap.sh",
                "#!/bin/sh\ninstall_service() {\n  cat > key.pem <<'KEY'\n-----BEGIN PRIVATE " + "KEY-----\n" + KEY_LINE
                        + "\n-----END PRIVATE " + "KEY-----\nKEY\n}\n" + statements("mkdir -p /srv/%d/%d\n", 60));
    }

    private static String java(String name, int lines) {
        return "package shop;\n\npublic class " + name + " {\n"
                + statements("    int field%d = Compute.of(%d);\n", lines) + "}\n// end\n";
    }

    private static String statements(String pattern, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pattern.formatted(i, i));
        }
        return text.toString();
    }

    private void lockfile(String path, int lines) {
        filled(path, lines);
    }

    private void filled(String path, int lines) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            text.add(NOT_BY_HAND + " " + Long.toHexString(random.nextLong()) + " " + i);
        }
        added(path, String.join("\n", text) + "\n");
    }

    private void added(String path, String text) {
        after.put(path, text.getBytes(UTF_8));
    }

    private void changed(String path, String old, String text) {
        before.put(path, old.getBytes(UTF_8));
        added(path, text);
    }

    private static ObjectId tree(Repository git, Map<String, byte[]> files) throws IOException {
        try (ObjectInserter objects = git.newObjectInserter()) {
            DirCache index = DirCache.newInCore();
            DirCacheBuilder entries = index.builder();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                DirCacheEntry entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(objects.insert(Constants.OBJ_BLOB, file.getValue()));
                entries.add(entry);
            }
            entries.finish();
            ObjectId tree = index.writeTree(objects);
            objects.flush();
            return tree;
        }
    }
}
