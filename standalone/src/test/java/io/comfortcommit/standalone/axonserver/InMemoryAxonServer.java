package io.comfortcommit.standalone.axonserver;

import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.command.Command;
import io.axoniq.axonserver.grpc.command.CommandProviderInbound;
import io.axoniq.axonserver.grpc.command.CommandProviderOutbound;
import io.axoniq.axonserver.grpc.command.CommandResponse;
import io.axoniq.axonserver.grpc.command.CommandServiceGrpc.CommandServiceImplBase;
import io.axoniq.axonserver.grpc.control.ClientIdentification;
import io.axoniq.axonserver.grpc.control.Heartbeat;
import io.axoniq.axonserver.grpc.control.NodeInfo;
import io.axoniq.axonserver.grpc.control.PlatformInboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformInfo;
import io.axoniq.axonserver.grpc.control.PlatformOutboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformServiceGrpc.PlatformServiceImplBase;
import io.axoniq.axonserver.grpc.event.Confirmation;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventStoreGrpc.EventStoreImplBase;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.axoniq.axonserver.grpc.event.GetAggregateEventsRequest;
import io.axoniq.axonserver.grpc.event.GetAggregateSnapshotsRequest;
import io.axoniq.axonserver.grpc.event.GetEventsRequest;
import io.axoniq.axonserver.grpc.event.GetFirstTokenRequest;
import io.axoniq.axonserver.grpc.event.GetLastTokenRequest;
import io.axoniq.axonserver.grpc.event.GetTokenAtRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrResponse;
import io.axoniq.axonserver.grpc.event.TrackingToken;
import io.axoniq.axonserver.grpc.query.QueryProviderInbound;
import io.axoniq.axonserver.grpc.query.QueryProviderOutbound;
import io.axoniq.axonserver.grpc.query.QueryRequest;
import io.axoniq.axonserver.grpc.query.QueryResponse;
import io.axoniq.axonserver.grpc.query.QueryServiceGrpc.QueryServiceImplBase;
import io.axoniq.axonserver.grpc.query.SubscriptionQuery;
import io.axoniq.axonserver.grpc.query.SubscriptionQueryRequest;
import io.axoniq.axonserver.grpc.query.SubscriptionQueryResponse;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of Axon Server's protocol that an application uses, on loopback, with one node and everything in memory. Axon
 * Server itself is no library that a test could start; this shows that we speak with it over the wire, not how it behaves.
 */
public final class InMemoryAxonServer implements AutoCloseable {
    private static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);
    private static final String INVALID_SEQUENCE = "AXONIQ-2000";

    private final Server server;
    private final Events events = new Events();

    private InMemoryAxonServer() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Platform())
                .addService(events)
                .addService(new Commands())
                .addService(new Queries())
                .build()
                .start();
    }

    public static InMemoryAxonServer start() throws IOException {
        return new InMemoryAxonServer();
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Everything stored, in the order of the store. */
    List<Event> events() {
        return events.all();
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    /** Reads without an end of its own; writes to the other side one at a time. */
    private abstract static class Inbound<I, O> implements StreamObserver<I> {
        private final StreamObserver<O> other;

        Inbound(StreamObserver<O> other) {
            this.other = other;
        }

        final void send(O message) {
            synchronized (other) {
                other.onNext(message);
            }
        }

        @Override
        public void onError(Throwable gone) {
            closed();
        }

        @Override
        public void onCompleted() {
            closed();
            synchronized (other) {
                other.onCompleted();
            }
        }

        void closed() {}
    }

    private static InstructionAck ack(String instruction) {
        return InstructionAck.newBuilder()
                .setInstructionId(instruction)
                .setSuccess(true)
                .build();
    }

    private static <T> void answer(StreamObserver<T> caller, T answer) {
        caller.onNext(answer);
        caller.onCompleted();
    }

    private final class Platform extends PlatformServiceImplBase {
        @Override
        public void getPlatformServer(ClientIdentification client, StreamObserver<PlatformInfo> caller) {
            answer(
                    caller,
                    PlatformInfo.newBuilder()
                            .setPrimary(NodeInfo.newBuilder()
                                    .setHostName("127.0.0.1")
                                    .setGrpcPort(server.getPort())
                                    .setNodeName("memory"))
                            .setSameConnection(true)
                            .build());
        }

        @Override
        public StreamObserver<PlatformInboundInstruction> openStream(
                StreamObserver<PlatformOutboundInstruction> client) {
            return new Inbound<>(client) {
                @Override
                public void onNext(PlatformInboundInstruction instruction) {
                    if (instruction.hasHeartbeat()) {
                        send(PlatformOutboundInstruction.newBuilder()
                                .setHeartbeat(Heartbeat.getDefaultInstance())
                                .build());
                    }
                    if (!instruction.getInstructionId().isEmpty()) {
                        send(PlatformOutboundInstruction.newBuilder()
                                .setAck(ack(instruction.getInstructionId()))
                                .build());
                    }
                }
            };
        }
    }

    private static final class Events extends EventStoreImplBase {
        private final List<Event> stored = new ArrayList<>();
        private final Map<String, Event> snapshots = new ConcurrentHashMap<>();
        private final List<Reader> readers = new ArrayList<>();

        synchronized List<Event> all() {
            return List.copyOf(stored);
        }

        @Override
        public StreamObserver<Event> appendEvent(StreamObserver<Confirmation> caller) {
            List<Event> together = new ArrayList<>();
            return new StreamObserver<>() {
                @Override
                public void onNext(Event event) {
                    together.add(event);
                }

                @Override
                public void onError(Throwable given) {
                    together.clear();
                }

                @Override
                public void onCompleted() {
                    if (append(together)) {
                        answer(
                                caller,
                                Confirmation.newBuilder().setSuccess(true).build());
                    } else {
                        Metadata why = new Metadata();
                        why.put(ERROR_CODE, INVALID_SEQUENCE);
                        caller.onError(Status.OUT_OF_RANGE
                                .withDescription("Invalid sequence number")
                                .asRuntimeException(why));
                    }
                }
            };
        }

        private synchronized boolean append(List<Event> together) {
            int before = stored.size();
            for (Event event : together) {
                if (event.getAggregateSequenceNumber() != highest(event.getAggregateIdentifier()) + 1) {
                    stored.subList(before, stored.size()).clear();
                    return false;
                }
                stored.add(event);
            }
            readers.forEach(Reader::advance);
            return true;
        }

        private long highest(String aggregate) {
            return stored.stream()
                    .filter(event -> event.getAggregateIdentifier().equals(aggregate))
                    .mapToLong(Event::getAggregateSequenceNumber)
                    .max()
                    .orElse(-1);
        }

        @Override
        public void appendSnapshot(Event snapshot, StreamObserver<Confirmation> caller) {
            snapshots.put(snapshot.getAggregateIdentifier(), snapshot);
            answer(caller, Confirmation.newBuilder().setSuccess(true).build());
        }

        @Override
        public synchronized void listAggregateEvents(GetAggregateEventsRequest wanted, StreamObserver<Event> caller) {
            long from = wanted.getInitialSequence();
            Event snapshot = wanted.getAllowSnapshots() ? snapshots.get(wanted.getAggregateId()) : null;
            if (snapshot != null) {
                caller.onNext(snapshot.toBuilder().setSnapshot(true).build());
                from = snapshot.getAggregateSequenceNumber() + 1;
            }
            for (Event event : stored) {
                if (event.getAggregateIdentifier().equals(wanted.getAggregateId())
                        && event.getAggregateSequenceNumber() >= from) {
                    caller.onNext(event);
                }
            }
            caller.onCompleted();
        }

        @Override
        public void listAggregateSnapshots(GetAggregateSnapshotsRequest wanted, StreamObserver<Event> caller) {
            Event snapshot = snapshots.get(wanted.getAggregateId());
            if (snapshot != null) {
                caller.onNext(snapshot);
            }
            caller.onCompleted();
        }

        @Override
        public StreamObserver<GetEventsRequest> listEvents(StreamObserver<EventWithToken> client) {
            Reader reader = new Reader(client);
            synchronized (this) {
                readers.add(reader);
            }
            return reader;
        }

        @Override
        public synchronized void readHighestSequenceNr(
                ReadHighestSequenceNrRequest wanted, StreamObserver<ReadHighestSequenceNrResponse> caller) {
            answer(
                    caller,
                    ReadHighestSequenceNrResponse.newBuilder()
                            .setToSequenceNr(highest(wanted.getAggregateId()))
                            .build());
        }

        @Override
        public void getFirstToken(GetFirstTokenRequest wanted, StreamObserver<TrackingToken> caller) {
            answer(caller, token(0));
        }

        @Override
        public void getLastToken(GetLastTokenRequest wanted, StreamObserver<TrackingToken> caller) {
            answer(caller, token(all().size() - 1L));
        }

        @Override
        public void getTokenAt(GetTokenAtRequest wanted, StreamObserver<TrackingToken> caller) {
            answer(
                    caller,
                    token(all().stream()
                            .takeWhile(event -> event.getTimestamp() < wanted.getInstant())
                            .count()));
        }

        private static TrackingToken token(long position) {
            return TrackingToken.newBuilder().setToken(position).build();
        }

        private final class Reader extends Inbound<GetEventsRequest, EventWithToken> {
            private long next = -1;
            private long permits;

            Reader(StreamObserver<EventWithToken> client) {
                super(client);
            }

            @Override
            public void onNext(GetEventsRequest request) {
                synchronized (Events.this) {
                    if (next < 0) {
                        next = request.getTrackingToken();
                    }
                    permits += request.getNumberOfPermits();
                    advance();
                }
            }

            void advance() {
                while (next >= 0 && next < stored.size() && permits > 0) {
                    send(EventWithToken.newBuilder()
                            .setToken(next)
                            .setEvent(stored.get((int) next))
                            .build());
                    next++;
                    permits--;
                }
            }

            @Override
            void closed() {
                synchronized (Events.this) {
                    readers.remove(this);
                }
            }
        }
    }

    private static final class Commands extends CommandServiceImplBase {
        private final Map<String, Consumer<CommandProviderInbound>> handlers = new ConcurrentHashMap<>();
        private final Map<String, StreamObserver<CommandResponse>> waiting = new ConcurrentHashMap<>();

        @Override
        public StreamObserver<CommandProviderOutbound> openStream(StreamObserver<CommandProviderInbound> provider) {
            return new Inbound<>(provider) {
                @Override
                public void onNext(CommandProviderOutbound said) {
                    if (said.hasSubscribe()) {
                        handlers.put(said.getSubscribe().getCommand(), this::send);
                    } else if (said.hasCommandResponse()) {
                        CommandResponse response = said.getCommandResponse();
                        answer(Objects.requireNonNull(waiting.remove(response.getRequestIdentifier())), response);
                    }
                    if (!said.getInstructionId().isEmpty()) {
                        send(CommandProviderInbound.newBuilder()
                                .setAck(ack(said.getInstructionId()))
                                .build());
                    }
                }
            };
        }

        @Override
        public void dispatch(Command command, StreamObserver<CommandResponse> caller) {
            Consumer<CommandProviderInbound> handler = handlers.get(command.getName());
            if (handler == null) {
                caller.onError(noHandler(command.getName()));
                return;
            }
            waiting.put(command.getMessageIdentifier(), caller);
            handler.accept(
                    CommandProviderInbound.newBuilder().setCommand(command).build());
        }
    }

    private static RuntimeException noHandler(String name) {
        return Status.NOT_FOUND.withDescription("nobody handles " + name).asRuntimeException();
    }

    private static final class Queries extends QueryServiceImplBase {
        private final Map<String, Consumer<QueryProviderInbound>> handlers = new ConcurrentHashMap<>();
        private final Map<String, StreamObserver<QueryResponse>> waiting = new ConcurrentHashMap<>();
        private final Map<String, Consumer<SubscriptionQueryResponse>> subscribers = new ConcurrentHashMap<>();

        @Override
        public StreamObserver<QueryProviderOutbound> openStream(StreamObserver<QueryProviderInbound> provider) {
            return new Inbound<>(provider) {
                @Override
                public void onNext(QueryProviderOutbound said) {
                    switch (said.getRequestCase()) {
                        case SUBSCRIBE -> handlers.put(said.getSubscribe().getQuery(), this::send);
                        case QUERY_RESPONSE -> {
                            StreamObserver<QueryResponse> caller =
                                    waiting.get(said.getQueryResponse().getRequestIdentifier());
                            if (caller != null) {
                                caller.onNext(said.getQueryResponse());
                            }
                        }
                        case QUERY_COMPLETE -> {
                            StreamObserver<QueryResponse> caller =
                                    waiting.remove(said.getQueryComplete().getRequestId());
                            if (caller != null) {
                                caller.onCompleted();
                            }
                        }
                        case SUBSCRIPTION_QUERY_RESPONSE -> {
                            SubscriptionQueryResponse response = said.getSubscriptionQueryResponse();
                            Consumer<SubscriptionQueryResponse> subscriber =
                                    subscribers.get(response.getSubscriptionIdentifier());
                            if (subscriber != null) {
                                subscriber.accept(response);
                            }
                        }
                        default -> {
                            // Permits and acknowledgements: this side never holds back.
                        }
                    }
                    if (!said.getInstructionId().isEmpty()) {
                        send(QueryProviderInbound.newBuilder()
                                .setAck(ack(said.getInstructionId()))
                                .build());
                    }
                }
            };
        }

        @Override
        public void query(QueryRequest query, StreamObserver<QueryResponse> caller) {
            Consumer<QueryProviderInbound> handler = handlers.get(query.getQuery());
            if (handler == null) {
                caller.onError(noHandler(query.getQuery()));
                return;
            }
            waiting.put(query.getMessageIdentifier(), caller);
            handler.accept(QueryProviderInbound.newBuilder().setQuery(query).build());
        }

        @Override
        public StreamObserver<SubscriptionQueryRequest> subscription(
                StreamObserver<SubscriptionQueryResponse> subscriber) {
            return new Inbound<>(subscriber) {
                private @Nullable String id;

                @Override
                public void onNext(SubscriptionQueryRequest request) {
                    SubscriptionQuery query = switch (request.getRequestCase()) {
                        case SUBSCRIBE -> request.getSubscribe();
                        case UNSUBSCRIBE -> request.getUnsubscribe();
                        case GET_INITIAL_RESULT -> request.getGetInitialResult();
                        case FLOW_CONTROL, REQUEST_NOT_SET -> SubscriptionQuery.getDefaultInstance();
                    };
                    Consumer<QueryProviderInbound> handler =
                            handlers.get(query.getQueryRequest().getQuery());
                    if (handler == null) {
                        return;
                    }
                    id = query.getSubscriptionIdentifier();
                    subscribers.put(id, this::send);
                    handler.accept(QueryProviderInbound.newBuilder()
                            .setSubscriptionQueryRequest(request)
                            .build());
                }

                @Override
                void closed() {
                    if (id != null) {
                        subscribers.remove(id);
                    }
                }
            };
        }
    }
}
