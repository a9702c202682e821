package io.comfortcommit.standalone;

import ch.qos.logback.classic.Level;
import io.comfortcommit.analysis.symbols.Parsing;
import io.comfortcommit.standalone.backup.DataCommand;
import io.comfortcommit.standalone.backup.Restore;
import io.comfortcommit.standalone.data.DataFolder;
import io.comfortcommit.standalone.database.StartingDatabase;
import io.comfortcommit.standalone.logging.Logs;
import io.comfortcommit.standalone.postgres.PostgresServer;
import io.comfortcommit.standalone.refusal.CannotStartException;
import io.comfortcommit.standalone.refusal.Refusal;
import io.comfortcommit.standalone.up.UpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A running server in this JVM: the data folder held, the database, and all sides on it. */
public final class Standalone implements AutoCloseable {
    private final DataFolder data;
    private final StartingDatabase database;
    private final ConfigurableApplicationContext context;
    private final URI url;
    private final String token;
    private boolean closed;

    private Standalone(
            DataFolder data, StartingDatabase database, ConfigurableApplicationContext context, URI url, String token) {
        this.data = data;
        this.database = database;
        this.context = context;
        this.url = url;
        this.token = token;
    }

    /** The command {@code up}, see {@link UpCommand}, or one on the data folder, see {@link DataCommand}. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && DataCommand.is(arguments[0])) {
            System.exit(UpCommand.dataCommand(arguments));
        }
        UpCommand.main(arguments);
    }

    /**
     * Starts everything and returns when requests are answered.
     *
     * @throws CannotStartException when a person must do something about it
     */
    public static Standalone start(UpOptions options) {
        DataFolder data = DataFolder.open(options.data());
        boolean started = false;
        try {
            Restore.refuseUnfinished(data);
            Logs.into(data.folder("logs"), options.quiet() ? Level.ERROR : Level.WARN);
            refuseTakenPort(options);
            Parsing.keepJournal(data.folder("parsing"));
            Secrets secrets = Secrets.keptIn(data);
            StartingDatabase database = StartingDatabase.by(() -> PostgresServer.start(
                    data.path().resolve("postgres"), data.folder("logs"), secrets.databaseRoles()));
            try {
                ConfigurableApplicationContext context = startSides(options, data, database, secrets);
                started = true;
                return new Standalone(data, database, context, url(options, context), secrets.ownerToken());
            } finally {
                if (!started) {
                    database.close();
                }
            }
        } finally {
            if (!started) {
                data.close();
            }
        }
    }

    /** Where clients reach it. */
    public URI url() {
        return url;
    }

    /** The owner's bearer token. */
    public String token() {
        return token;
    }

    /** The application's beans, for tests and benchmarks that look inside. */
    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Lets running requests end, stops the sides, then the database, then lets go of the folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (data;
                database) {
            context.close();
        }
    }

    private static ConfigurableApplicationContext startSides(
            UpOptions options, DataFolder data, StartingDatabase database, Secrets secrets) {
        SpringApplication application = new SpringApplication(StandaloneApplication.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false); // the order of stopping is ours: see close()
        Map<String, Object> properties = properties(options, data, secrets);
        application.addInitializers(context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("standalone", properties));
            context.getBeanFactory().registerSingleton("startingDatabase", database);
        });
        application.setDefaultProperties(defaults(data));
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw reason(e);
        }
    }

    /** Beans that wait for the database wrap what it says. */
    private static RuntimeException reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStartException reason) {
                return reason;
            }
        }
        return failure;
    }

    /** What the user's own configuration may replace. */
    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("spring.application.name", "comfort-commit"),
            Map.entry("spring.threads.virtual.enabled", true),
            Map.entry("spring.main.keep-alive", true),
            Map.entry("spring.reactor.context-propagation", "auto"),
            Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "5s"),
            Map.entry("server.shutdown", "graceful"),
            // Requests are drained before; the default would make every stop two seconds longer.
            Map.entry("spring.reactor.netty.shutdown-quiet-period", "50ms"),
            Map.entry("axon.axonserver.enabled", false),
            Map.entry("axon.update-checker.disabled", true),
            Map.entry("management.endpoints.access.default", "none"),
            Map.entry("management.endpoint.health.access", "read-only"),
            Map.entry("management.endpoints.web.exposure.include", "health"),
            Map.entry("management.endpoint.health.show-details", "never"),
            Map.entry("comfort.graphql.introspection", true),
            Map.entry("comfort.graphql.graphiql", true),
            Map.entry("comfort.repositories.file-remotes", true),
            Map.entry("comfort.repositories.private-addresses", true));

    private static Map<String, Object> defaults(DataFolder data) {
        Map<String, Object> defaults = new LinkedHashMap<>(DEFAULTS);
        // The user's configuration lies beside the data, not where he happens to stand: that may be a Spring project.
        defaults.put(
                "spring.config.location",
                "optional:classpath:/,optional:" + data.path().toUri());
        return defaults;
    }

    /** What only this start knows. */
    private static Map<String, Object> properties(UpOptions options, DataFolder data, Secrets secrets) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.address", options.host());
        properties.put("server.port", options.port());
        properties.put("comfort.security.owner-token", secrets.ownerToken());
        properties.put("comfort.security.owner-id", secrets.ownerId().toString());
        properties.put("comfort.axon.master-key", secrets.masterKey());
        properties.put("comfort.security.secrets.key", secrets.secretsKey());
        properties.put("comfort.audit.signing-key", secrets.auditSigningKey());
        properties.put("comfort.repositories.data", data.folder("repositories").toString());
        properties.put("comfort.gateway.spool", data.folder("spool").toString());
        properties.put(
                "comfort.search.node.folder", data.path().resolve("search").toString());
        properties.put("comfort.search.node.logs", data.folder("logs").toString());
        return properties;
    }

    private static URI url(UpOptions options, ConfigurableApplicationContext context) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return URI.create("http://" + host + ":" + port);
    }

    /** Said at once instead of after the whole start. */
    private static void refuseTakenPort(UpOptions options) {
        if (options.port() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket(options.port(), 1, InetAddress.getByName(options.host()))) {
            probe.setReuseAddress(true);
        } catch (IOException e) {
            throw new CannotStartException(e, Refusal.PORT_IN_USE, options.port());
        }
    }
}
