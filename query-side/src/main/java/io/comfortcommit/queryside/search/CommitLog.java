package io.comfortcommit.queryside.search;

import io.comfortcommit.queryside.search.SearchEngine.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The indices: what they are called, what is written to them, how long it stays. One for each plan and month, read together
 * by one alias; after a rebuild they have a number behind their name, and the name is an alias of each.
 */
final class CommitLog {
    /** What one reads by. */
    static final String ALIAS = "cc_commit_log";

    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);
    private static final String TEMPLATE = "/_index_template/cc_commit_log";
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");
    private static final Pattern NAME = Pattern.compile("cc_([a-z][a-z0-9-]*)_commit_log_([0-9]{6})(?:_([0-9]+))?");
    private static final int CONFLICT = 409;
    private static final int MISSING = 404;

    private final SearchEngine engine;
    private final SearchProperties properties;
    private final Clock clock;
    private final JsonNode template;
    /** Indices that are known to be there. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    CommitLog(SearchEngine engine, SearchProperties properties, Clock clock) {
        this.engine = engine;
        this.properties = properties;
        this.clock = clock;
        try (InputStream file = CommitLog.class.getResourceAsStream("commit-log.json")) {
            this.template = SearchEngine.JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An index of this log. */
    record Index(String name, String plan, YearMonth month, int generation) {
        static Optional<Index> of(String name) {
            Matcher matcher = NAME.matcher(name);
            return matcher.matches()
                    ? Optional.of(new Index(
                            name,
                            matcher.group(1),
                            YearMonth.parse(matcher.group(2), MONTH),
                            matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        }

        /** Without the generation. */
        String plainName() {
            return "cc_" + plan + "_commit_log_" + MONTH.format(month);
        }

        Instant end() {
            return month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** @return the cluster's own id: another one means that what was written is not there */
    String prepare() {
        known.clear();
        String cluster = engine.get("/", properties.patience())
                .orFail("who it is")
                .json()
                .path("cluster_uuid")
                .asString("");
        JsonNode found = engine.get(TEMPLATE, properties.bulkPatience())
                .json()
                .path("index_templates")
                .path(0)
                .path("index_template")
                .path("version");
        if (found.asInt(0) != template.path("version").asInt()) {
            engine.send("PUT", TEMPLATE, asMap(template), properties.bulkPatience())
                    .orFail("the index template");
        }
        return cluster;
    }

    /** Which one a draft of that time is in, by months of UTC. */
    Index index(Instant capturedAt, int generation) {
        return index(YearMonth.from(capturedAt.atOffset(ZoneOffset.UTC)), generation);
    }

    Index index(YearMonth month, int generation) {
        Index plain = new Index("", properties.plan(), month, generation);
        return new Index(
                plain.plainName() + (generation == 1 ? "" : "_" + generation), plain.plan(), plain.month(), generation);
    }

    boolean kept(Instant capturedAt) {
        return oldest(properties.plan())
                .map(oldest -> !capturedAt.isBefore(oldest))
                .orElse(true);
    }

    /** When the oldest draft that is kept may have been captured; empty for ever ago. */
    private Optional<Instant> oldest(String plan) {
        int days = properties.retentionDays().getOrDefault(plan, 0);
        return days == 0 ? Optional.empty() : Optional.of(clock.instant().minus(Duration.ofDays(days)));
    }

    /**
     * Writes documents, each if it is at least as new as what is there.
     *
     * @param live whether what is written is to be read at once
     * @return drafts whose document was refused for what it is: to try again would be of no use
     */
    Set<String> write(Collection<Entry> entries, boolean live) {
        return write(entries, live, "external_gte");
    }

    /**
     * Writes documents to indices that are built, each if none is there that is as new. Of the same event there can be an older
     * document and a newer one: somebody was erased, or what it means was read. Who writes what has changed knows the newer one.
     *
     * @return as {@link #write(Collection, boolean)}
     */
    Set<String> fill(Collection<Entry> entries) {
        return write(entries, false, "external");
    }

    private Set<String> write(Collection<Entry> entries, boolean live, String versions) {
        Set<String> refused = new HashSet<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream(properties.bulkBytes() / 4);
        int count = 0;
        for (Entry entry : entries) {
            ensure(entry.index(), live);
            lines.writeBytes(entry.lines(versions));
            if (++count >= properties.bulkDocuments() || lines.size() >= properties.bulkBytes()) {
                send(lines, refused);
                count = 0;
            }
        }
        if (count > 0) {
            send(lines, refused);
        }
        return refused;
    }

    /** @param sequence of the draft's newest event that the document shows */
    record Entry(Index index, String draft, long sequence, byte[] document) {
        Entry at(Index other) {
            return new Entry(other, draft, sequence, document);
        }

        private byte[] lines(String versions) {
            byte[] action = ("{\"index\":{\"_index\":\"" + index.name() + "\",\"_id\":\"" + draft + "\",\"version\":"
                            + sequence + ",\"version_type\":\"" + versions + "\"}}\n")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] both = new byte[action.length + document.length + 1];
            System.arraycopy(action, 0, both, 0, action.length);
            System.arraycopy(document, 0, both, action.length, document.length);
            both[both.length - 1] = '\n';
            return both;
        }
    }

    private void send(ByteArrayOutputStream lines, Set<String> refused) {
        Answer answer = engine.bulk(lines.toByteArray(), properties.bulkPatience());
        lines.reset();
        if (!answer.json().path("errors").asBoolean(false)) {
            return;
        }
        for (JsonNode item : answer.json().path("items")) {
            JsonNode outcome = item.path("index");
            int status = outcome.path("status").asInt(SearchEngine.FAILED);
            if (status == MISSING) {
                known.clear();
                throw new SearchUnavailableException("an index is not there any more");
            }
            if (status == SearchEngine.BUSY || status >= SearchEngine.FAILED) {
                throw new SearchUnavailableException("OpenSearch has too much to do");
            }
            if (status >= 300 && status != CONFLICT) {
                String draft = outcome.path("_id").asString("");
                refused.add(draft);
                LOG.warn(
                        "draft {} can't be in the content log: {}",
                        draft,
                        outcome.path("error").path("type").asString("no reason"));
            }
        }
    }

    private void ensure(Index index, boolean live) {
        if (known.contains(index.name())) {
            return;
        }
        // Nobody searches in what is built: to make each second searchable would cost a third of the time.
        Map<String, ?> settings = live ? Map.of() : Map.of("settings", Map.of("refresh_interval", "-1"));
        Answer made = engine.send("PUT", "/" + index.name(), settings, properties.bulkPatience());
        boolean there = made.successful()
                || made.json().path("error").path("type").asString("").equals("resource_already_exists_exception");
        if (!there) {
            made.orFail("the index " + index.name());
        }
        if (live) {
            List<Map<String, ?>> actions = new ArrayList<>();
            actions.add(add(index.name(), ALIAS));
            if (index.generation() > 1) {
                actions.add(add(index.name(), index.plainName()));
            }
            alias(actions);
        }
        known.add(index.name());
    }

    private void alias(List<Map<String, ?>> actions) {
        engine.send("POST", "/_aliases", Map.of("actions", actions), properties.bulkPatience())
                .orFail("an alias");
    }

    private static Map<String, ?> add(String index, String alias) {
        return Map.of("add", Map.of("index", index, "alias", alias));
    }

    /** Lets what was built be read instead of what was, in one step, and drops that. */
    void exchange(int generation) {
        List<Map<String, ?>> actions = new ArrayList<>();
        for (Index index : all()) {
            if (index.generation() == generation) {
                open(index);
                actions.add(add(index.name(), ALIAS));
                actions.add(add(index.name(), index.plainName()));
            } else {
                actions.add(Map.of("remove_index", Map.of("index", index.name())));
            }
        }
        if (!actions.isEmpty()) {
            alias(actions);
        }
        known.clear();
    }

    /** Whether those of that generation are what one reads. */
    boolean isRead(int generation) {
        return engine.get("/_cat/aliases/" + ALIAS + "?format=json&h=index", properties.bulkPatience())
                .orFail("the alias")
                .json()
                .valueStream()
                .flatMap(found -> Index.of(found.path("index").asString("")).stream())
                .anyMatch(index -> index.generation() == generation);
    }

    /** Everything written to it is found, now and from now on. */
    private void open(Index index) {
        JsonNode interval = template.path("template").path("settings").path("refresh_interval");
        engine.send(
                        "PUT",
                        "/" + index.name() + "/_settings",
                        Map.of("refresh_interval", interval.asString()),
                        properties.bulkPatience())
                .orFail("the settings of " + index.name());
        engine.send("POST", "/" + index.name() + "/_refresh", null, properties.bulkPatience())
                .orFail("to refresh " + index.name());
    }

    /** Those of all generations. */
    List<Index> all() {
        List<Index> indices = new ArrayList<>();
        engine.get("/_cat/indices/cc_*_commit_log_*?format=json&h=index", properties.bulkPatience())
                .orFail("the list of indices")
                .json()
                .forEach(found -> Index.of(found.path("index").asString("")).ifPresent(indices::add));
        return indices;
    }

    void drop(Index index) {
        engine.send("DELETE", "/" + index.name() + "?ignore_unavailable=true", null, properties.bulkPatience());
        known.remove(index.name());
    }

    /** Removes what is older than its plan keeps. */
    void tidy() {
        for (Index index : all()) {
            Optional<Instant> oldest = oldest(index.plan());
            if (oldest.isEmpty()) {
                continue;
            }
            if (!index.end().isAfter(oldest.get())) {
                LOG.info("{} is older than its plan keeps", index.name());
                drop(index);
            } else if (YearMonth.from(oldest.get().atOffset(ZoneOffset.UTC)).equals(index.month())) {
                remove(
                        index.name(),
                        Map.of(
                                "range",
                                Map.of("captured_at", Map.of("lt", oldest.get().toString()))));
            }
        }
    }

    /** Removes documents of drafts wherever they lie. */
    void forget(Collection<String> drafts) {
        if (!drafts.isEmpty()) {
            remove("cc_*_commit_log_*", Map.of("terms", Map.of("_id", List.copyOf(drafts))));
        }
    }

    /** Also what was written a moment ago. */
    private void remove(String indices, Map<String, ?> query) {
        engine.send("POST", "/" + indices + "/_refresh", null, properties.bulkPatience());
        engine.send(
                        "POST",
                        "/" + indices + "/_delete_by_query?conflicts=proceed&refresh=true",
                        Map.of("query", query),
                        properties.bulkPatience())
                .orFail("to remove documents");
    }

    /** What was written is found from now on. */
    void refresh() {
        engine.send("POST", "/" + ALIAS + "/_refresh?ignore_unavailable=true", null, properties.bulkPatience());
    }

    long count() {
        return engine.get("/" + ALIAS + "/_count?ignore_unavailable=true", properties.patience())
                .orFail("to count documents")
                .json()
                .path("count")
                .asLong(0);
    }

    /** What is said of a document without reading it. */
    record Known(String draft, String digest) {}

    /** By the drafts' ids; a draft twice if it lies in two indices. */
    List<Known> after(@Nullable String draft, int most) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("size", most);
        body.put("_source", false);
        body.put("docvalue_fields", List.of("draft", "digest"));
        body.put("sort", List.of(Map.of("draft", "asc"), Map.of("_index", "asc")));
        if (draft != null) {
            body.put("query", Map.of("range", Map.of("draft", Map.of("gt", draft))));
        }
        List<Known> found = new ArrayList<>();
        engine.send("POST", "/" + ALIAS + "/_search?ignore_unavailable=true", body, properties.bulkPatience())
                .orFail("to list documents")
                .json()
                .path("hits")
                .path("hits")
                .forEach(hit -> found.add(new Known(
                        hit.path("fields").path("draft").path(0).asString(""),
                        hit.path("fields").path("digest").path(0).asString(""))));
        return found;
    }

    @SuppressWarnings("unchecked") // an object's members
    private static Map<String, ?> asMap(JsonNode object) {
        return SearchEngine.JSON.convertValue(object, LinkedHashMap.class);
    }
}
