package io.comfortcommit.benchmarks;

import io.comfortcommit.messages.query.DraftQuery.WatchDrafts;
import io.comfortcommit.testing.Desk;
import io.comfortcommit.testing.GatewayClient;
import io.comfortcommit.testing.LiveHeap;
import io.comfortcommit.testing.Person;
import io.comfortcommit.testing.Phone;
import io.comfortcommit.testing.StandaloneProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Two hundred people, each with a phone that follows their drafts as the page's home does, half over WebSockets and half over
 * server-sent events; among them fifty drafts a second are approved for a minute, or
 * {@code -Dcomfort.benchmarks.seconds}. They are due at a steady pace whatever the server does, and time counts from then.
 */
final class ApprovalsOnPhones {
    private static final int PEOPLE = 200;
    private static final int REMOTES = 20;
    private static final int PER_SECOND = 50;
    private static final int WARM_UP = 10 * PER_SECOND;
    private static final int MEASURED = PER_SECOND * Integer.getInteger("comfort.benchmarks.seconds", 60);
    /** Of captures and of questions afterwards, which are not measured. */
    private static final int AT_ONCE = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** When nobody was told of anything for so long, no more comes. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final List<String> STATES = List.of("CAPTURED", "DRAFTED", "APPROVED", "PUSHED");

    /** What the page's home asks for. */
    private static final String FOLLOW =
            "subscription { draftChanged { id status version message subject origin branch mode"
                    + " summary { filesChanged insertions deletions } unpushedCommits pushedBy commitId commitIds landing landedOn"
                    + " rebased failure reason pullRequest { url trouble words } advice successorId capturedAt updatedAt } }";

    private ApprovalsOnPhones() {}

    /**
     * Milliseconds from when an approval was due.
     *
     * @param answered until it was answered
     * @param told until the author's phone was told that it is approved
     * @param pushed until it was told of the commit
     * @param lost approvals that were refused, or are no commit in the read model at the end
     * @param missed drafts of which a phone was not told each state once and in order
     * @param memory before, in the middle and after the measured approvals
     */
    record Result(
            List<Double> answered, List<Double> told, List<Double> pushed, int lost, int missed, List<Memory> memory) {
        double heapGrowth() {
            return 100.0 * (memory.getLast().heap() / memory.getFirst().heap() - 1);
        }
    }

    /**
     * MiB.
     *
     * @param heap after a full collection
     * @param resident proportional set size of the JVM
     */
    record Memory(double heap, double resident) {
        static Memory of(long pid) throws Exception {
            double resident = StartAndMemory.proportionalSetSize(pid);
            return new Memory(LiveHeap.of(pid).bytes() / (1024.0 * 1024), resident);
        }
    }

    private record Approval(Person owner, UUID draft) {}

    private record Timed(boolean approved, double milliseconds) {}

    private record Pace(List<Long> due, List<Timed> answers, List<Memory> memory) {
        /** For who does not wait until all is pushed, which takes longer than the pace. */
        String figures() {
            List<Double> measured = answers.subList(WARM_UP, answers.size()).stream()
                    .map(Timed::milliseconds)
                    .toList();
            return "p50 %.0f ms, p95 %.0f ms, heap %s MiB"
                    .formatted(
                            Figures.median(measured),
                            Figures.percentile(measured, 0.95),
                            memory.stream()
                                    .map(one -> "%.0f".formatted(one.heap()))
                                    .collect(Collectors.joining(" → ")));
        }
    }

    /** What a phone was told of a draft; the times are of {@link System#nanoTime}. */
    private static final class Told {
        private final List<String> states = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();

        synchronized void hear(String state) {
            states.add(state);
            times.add(System.nanoTime());
        }

        synchronized boolean of(String state) {
            return states.contains(state);
        }

        /** Milliseconds; without end if it never was told. */
        synchronized double since(long due, String state) {
            int place = states.indexOf(state);
            return place < 0 ? Double.POSITIVE_INFINITY : (times.get(place) - due) / 1e6;
        }

        synchronized long last() {
            return times.isEmpty() ? Long.MIN_VALUE : times.getLast();
        }

        synchronized boolean whole() {
            return states.equals(STATES);
        }
    }

    static Result run(Path checkout, Path folder) throws Exception {
        List<SmallChanges> remotes = new ArrayList<>();
        try (StandaloneProcess server = StandaloneProcess.byLauncher(checkout, folder, Person.letIn(folder))) {
            for (int number = 0; number < REMOTES; number++) {
                remotes.add(new SmallChanges(folder.resolve("git-" + number)));
            }
            Map<UUID, Told> told = new ConcurrentHashMap<>();
            List<Person> people = new ArrayList<>();
            List<Phone> phones = new ArrayList<>();
            for (int number = 0; number < PEOPLE; number++) {
                Person person = Person.signsIn(server.url(), "author-" + number);
                people.add(person);
                phones.add(Phone.follows(
                        person,
                        number % 2 == 0 ? Phone.Line.WEB_SOCKET : Phone.Line.EVENTS,
                        FOLLOW,
                        data -> hear(told, data.path("draftChanged"))));
            }
            await("phones were not all followed", () -> watchers(server) == PEOPLE);
            GatewayClient client = server.client();
            progress(PEOPLE + " phones follow their drafts");
            List<Approval> approvals = capture(client, people, remotes);
            await("drafts were not all told", () -> all(told, approvals, "DRAFTED"));
            progress(approvals.size() + " drafts wait to be approved");
            Pace pace = approve(client, approvals, server.pid());
            progress("all are approved: " + pace.figures());
            awaitPushed(told, approvals);
            progress("all are pushed");
            for (Phone phone : phones) {
                if (phone.ended().isDone()) {
                    throw new IllegalStateException(
                            "the server ended a subscription: " + phone.ended().get());
                }
                phone.close();
            }
            await("the phones that left were not forgotten", () -> watchers(server) == 0);
            return result(client, approvals, pace, told);
        } finally {
            remotes.forEach(SmallChanges::close);
        }
    }

    /** In the order in which they are to be approved: one of each person, then the next of each. */
    private static List<Approval> capture(GatewayClient client, List<Person> people, List<SmallChanges> remotes)
            throws Exception {
        List<Callable<String>> negotiations = new ArrayList<>();
        for (int number = 0; number < PEOPLE; number++) {
            GatewayClient own = client.as(people.get(number).token());
            SmallChanges remote = remotes.get(number % REMOTES);
            negotiations.add(() -> own.negotiate(remote.desk().remote().toString(), "main", List.of(remote.base()))
                    .required("repositoryId")
                    .asString());
        }
        List<String> repositories = atOnce(negotiations);
        List<Callable<Approval>> captures = new ArrayList<>();
        for (int number = 0; number < WARM_UP + MEASURED; number++) {
            int person = number % PEOPLE;
            Person owner = people.get(person);
            String file = "Order" + number;
            captures.add(() -> {
                Desk.Capture capture = remotes.get(person % REMOTES).ofFile(file);
                GatewayClient.Answer answer = client.as(owner.token()).capture(capture, repositories.get(person));
                if (answer.status() != 202) {
                    throw new IllegalStateException("a capture was answered " + answer);
                }
                return new Approval(
                        owner, UUID.fromString(answer.body().required("draftId").asString()));
            });
        }
        return atOnce(captures);
    }

    /**
     * To warm up, then in two halves. What is in use is asked for between them, when all are answered and none is due: each
     * question has the whole heap collected, for which the server stops.
     */
    private static Pace approve(GatewayClient client, List<Approval> approvals, long pid) throws Exception {
        Pace pace = new Pace(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int half = WARM_UP + MEASURED / 2;
        for (List<Approval> part : List.of(
                approvals.subList(0, WARM_UP),
                approvals.subList(WARM_UP, half),
                approvals.subList(half, approvals.size()))) {
            approve(client, part, pace);
            pace.memory().add(Memory.of(pid));
        }
        return pace;
    }

    /** At the pace, whatever becomes of those before. */
    private static void approve(GatewayClient client, List<Approval> approvals, Pace pace) throws Exception {
        try (ExecutorService authors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Timed>> sent = new ArrayList<>();
            long began = System.nanoTime();
            for (int number = 0; number < approvals.size(); number++) {
                Approval approval = approvals.get(number);
                long at = began + number * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(at - System.nanoTime());
                }
                pace.due().add(at);
                sent.add(authors.submit(() -> approve(client, approval, at)));
            }
            pace.answers().addAll(got(sent));
        }
    }

    private static Timed approve(GatewayClient client, Approval approval, long due) throws Exception {
        JsonNode answer = client.as(approval.owner().token()).approve(approval.draft(), 2);
        return new Timed(
                answer.at("/data/approveDraft/status").asString("").equals("APPROVED"),
                (System.nanoTime() - due) / 1e6);
    }

    private static Result result(GatewayClient client, List<Approval> approvals, Pace pace, Map<UUID, Told> told)
            throws Exception {
        List<Callable<Boolean>> questions = new ArrayList<>();
        for (Approval approval : approvals) {
            questions.add(() -> client.as(approval.owner().token())
                    .draft(approval.draft())
                    .path("status")
                    .asString("")
                    .equals("PUSHED"));
        }
        List<Boolean> kept = atOnce(questions);
        List<Double> answered = new ArrayList<>();
        List<Double> approved = new ArrayList<>();
        List<Double> pushed = new ArrayList<>();
        int lost = 0;
        int missed = 0;
        for (int number = 0; number < approvals.size(); number++) {
            Told heard = told.getOrDefault(approvals.get(number).draft(), new Told());
            lost += pace.answers().get(number).approved() && kept.get(number) ? 0 : 1;
            missed += heard.whole() ? 0 : 1;
            if (number >= WARM_UP) {
                long due = pace.due().get(number);
                answered.add(pace.answers().get(number).milliseconds());
                approved.add(heard.since(due, "APPROVED"));
                pushed.add(heard.since(due, "PUSHED"));
            }
        }
        return new Result(answered, approved, pushed, lost, missed, pace.memory());
    }

    private static void hear(Map<UUID, Told> told, JsonNode draft) {
        told.computeIfAbsent(UUID.fromString(draft.path("id").asString()), _ -> new Told())
                .hear(draft.path("status").asString());
    }

    private static boolean all(Map<UUID, Told> told, List<Approval> approvals, String state) {
        return approvals.stream()
                .map(approval -> told.get(approval.draft()))
                .allMatch(heard -> heard != null && heard.of(state));
    }

    /** Or until no more comes: what is missing then is counted. */
    private static void awaitPushed(Map<UUID, Told> told, List<Approval> approvals) throws InterruptedException {
        long paced = System.nanoTime();
        while (!all(told, approvals, "PUSHED")) {
            long last = told.values().stream().mapToLong(Told::last).max().orElse(paced);
            if (System.nanoTime() - Math.max(last, paced) > SILENCE.toNanos()) {
                System.err.println("of " + approvals.size() + " drafts "
                        + told.values().stream().filter(one -> one.of("PUSHED")).count()
                        + " were told as pushed, and nothing was told any more");
                return;
            }
            Thread.sleep(GLANCE);
        }
    }

    /** -1 where the process was too busy to say. */
    private static long watchers(StandaloneProcess server) throws InterruptedException {
        try {
            return LiveHeap.of(server.pid()).instances(WatchDrafts.class);
        } catch (IOException e) {
            return -1;
        }
    }

    private static void await(String otherwise, Callable<Boolean> done) throws Exception {
        Awaited.until(done, otherwise, PATIENCE, GLANCE);
    }

    private static void progress(String what) {
        System.err.println("phones: " + what);
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            return got(threads.invokeAll(work));
        }
    }

    private static <T> List<T> got(List<Future<T>> futures) throws Exception {
        List<T> values = new ArrayList<>();
        for (Future<T> future : futures) {
            values.add(future.get());
        }
        return values;
    }
}
