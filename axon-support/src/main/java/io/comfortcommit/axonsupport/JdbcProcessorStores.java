package io.comfortcommit.axonsupport;

import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.serialization.Serializer;

/**
 * Tokens and dead letters of one side's event processors, in that side's own schema. The side's migration creates the
 * tables {@code <schema>.token} and {@code <schema>.dead_letter}; {@code sagas} and {@code query} have the same columns.
 */
public final class JdbcProcessorStores {
    /** Drafts parked at most; then the projection stops, which loses nothing either. */
    private static final int MOST_PARKED_SEQUENCES = 100_000;

    private final ConnectionProvider connections;
    private final TransactionManager transactions;
    private final Serializer serializer;
    private final String node;

    /**
     * @param node names this process as the owner of segments; a process that is the only one on its database keeps the
     *     same name over restarts, so that after a crash it need not wait for its own claims to time out
     */
    public JdbcProcessorStores(
            ConnectionProvider connections, TransactionManager transactions, Serializer serializer, String node) {
        this.connections = connections;
        this.transactions = transactions;
        this.serializer = serializer;
        this.node = node;
    }

    /** The name of this process as an owner. */
    public String node() {
        return node;
    }

    public TokenStore tokenStore(String schema) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .nodeId(node)
                .schema(TokenSchema.builder()
                        .setTokenTable(schema + ".token")
                        .setProcessorNameColumn("processor_name")
                        .setSegmentColumn("segment")
                        .setTokenColumn("token")
                        .setTokenTypeColumn("token_type")
                        .setTimestampColumn("timestamp")
                        .setOwnerColumn("owner")
                        .build())
                .build();
    }

    public SequencedDeadLetterQueue<EventMessage<?>> deadLetterQueue(String schema, String processingGroup) {
        return JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                .processingGroup(processingGroup)
                .maxSequences(MOST_PARKED_SEQUENCES)
                .connectionProvider(connections)
                .transactionManager(transactions)
                .genericSerializer(serializer)
                .eventSerializer(serializer)
                .schema(DeadLetterSchema.builder()
                        .deadLetterTable(schema + ".dead_letter")
                        .deadLetterIdentifierColumn("dead_letter_id")
                        .processingGroupColumn("processing_group")
                        .sequenceIdentifierColumn("sequence_identifier")
                        .sequenceIndexColumn("sequence_index")
                        .messageTypeColumn("message_type")
                        .eventIdentifierColumn("event_identifier")
                        .timestampColumn("time_stamp")
                        .payloadTypeColumn("payload_type")
                        .payloadRevisionColumn("payload_revision")
                        .payloadColumn("payload")
                        .metaDataColumn("meta_data")
                        .aggregateTypeColumn("aggregate_type")
                        .aggregateIdentifierColumn("aggregate_identifier")
                        .sequenceNumberColumn("sequence_number")
                        .tokenTypeColumn("token_type")
                        .tokenColumn("token")
                        .enqueuedAtColumn("enqueued_at")
                        .lastTouchedColumn("last_touched")
                        .processingStartedColumn("processing_started")
                        .causeTypeColumn("cause_type")
                        .causeMessageColumn("cause_message")
                        .diagnosticsColumn("diagnostics")
                        .build())
                .build();
    }
}
