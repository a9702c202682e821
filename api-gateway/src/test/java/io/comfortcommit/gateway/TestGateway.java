package io.comfortcommit.gateway;

import io.comfortcommit.testing.TestDatabase;
import java.time.Clock;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The gateway on Axon's own buses in this JVM, whose handlers run on the thread that sends. */
@SpringBootApplication(scanBasePackages = "io.comfortcommit.gateway", proxyBeanMethods = false)
class TestGateway {
    @Bean
    @ConditionalOnMissingBean // a second gateway over one database has that of the first
    SettableClock clock() {
        return new SettableClock();
    }

    @Bean
    HeldAnswers heldAnswers() {
        return new HeldAnswers();
    }

    @Bean
    @ConditionalOnMissingBean
    TestDatabase database() {
        return TestDatabase.migrated("gateway");
    }

    @Bean
    JdbcClient jdbc(TestDatabase database) {
        return JdbcClient.create(database.dataSource());
    }

    @Bean
    JdbcTransactionManager transactions(TestDatabase database) {
        return new JdbcTransactionManager(database.dataSource());
    }

    @Bean
    MemoryRepositories repositories() {
        return new MemoryRepositories();
    }

    @Bean
    MemoryDeliveries deliveries() {
        return new MemoryDeliveries();
    }

    @Bean
    CommandBus commandBus() {
        return SimpleCommandBus.builder().build();
    }

    @Bean
    QueryBus queryBus() {
        return SimpleQueryBus.builder().build();
    }

    @Bean
    CommandGateway commandGateway(CommandBus bus) {
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    @Bean
    QueryGateway queryGateway(QueryBus bus) {
        return DefaultQueryGateway.builder().queryBus(bus).build();
    }

    @Bean
    MemoryDrafts drafts(Clock clock, CommandBus commands, QueryBus queries) {
        MemoryDrafts drafts = new MemoryDrafts(clock, queries.queryUpdateEmitter());
        new AnnotationCommandHandlerAdapter<>(drafts).subscribe(commands);
        new AnnotationQueryHandlerAdapter<>(drafts).subscribe(queries);
        return drafts;
    }

    /** Axon's own configuration finds the gateway's handlers; here there is none. */
    @Bean
    SmartInitializingSingleton links(@Qualifier("draftLinks") Object links, QueryBus queries) {
        return () -> new AnnotationQueryHandlerAdapter<>(links).subscribe(queries);
    }

    @Bean
    SmartInitializingSingleton push(
            @Qualifier("pushSubscriptions") Object push, CommandBus commands, QueryBus queries) {
        return () -> {
            new AnnotationCommandHandlerAdapter<>(push).subscribe(commands);
            new AnnotationQueryHandlerAdapter<>(push).subscribe(queries);
        };
    }

    @Bean
    SmartInitializingSingleton kakao(@Qualifier("kakaoAccounts") Object kakao, QueryBus queries) {
        return () -> new AnnotationQueryHandlerAdapter<>(kakao).subscribe(queries);
    }

    @Bean
    MemoryNotifications notifications(CommandBus commands, QueryBus queries) {
        MemoryNotifications notifications = new MemoryNotifications();
        new AnnotationCommandHandlerAdapter<>(notifications).subscribe(commands);
        new AnnotationQueryHandlerAdapter<>(notifications).subscribe(queries);
        return notifications;
    }

    @Bean
    MemoryAudit audit(QueryBus queries) {
        MemoryAudit audit = new MemoryAudit(queries.queryUpdateEmitter());
        new AnnotationQueryHandlerAdapter<>(audit).subscribe(queries);
        return audit;
    }

    @Bean
    MemoryProjections projections(CommandBus commands, QueryBus queries) {
        MemoryProjections projections = new MemoryProjections();
        new AnnotationCommandHandlerAdapter<>(projections).subscribe(commands);
        new AnnotationQueryHandlerAdapter<>(projections).subscribe(queries);
        return projections;
    }

    @Bean
    MemorySearch search(CommandBus commands, QueryBus queries) {
        MemorySearch search = new MemorySearch();
        new AnnotationCommandHandlerAdapter<>(search).subscribe(commands);
        new AnnotationQueryHandlerAdapter<>(search).subscribe(queries);
        return search;
    }

    @Bean
    MemoryErasures erasures(CommandBus commands, QueryBus queries) {
        MemoryErasures erasures = new MemoryErasures();
        new AnnotationCommandHandlerAdapter<>(erasures).subscribe(commands);
        new AnnotationQueryHandlerAdapter<>(erasures).subscribe(queries);
        return erasures;
    }

    @Bean
    MemoryMembers members(CommandBus commands, QueryBus queries) {
        MemoryMembers members = new MemoryMembers();
        new AnnotationCommandHandlerAdapter<>(members).subscribe(commands);
        new AnnotationQueryHandlerAdapter<>(members).subscribe(queries);
        return members;
    }

    @Bean
    MemoryUsage usage(QueryBus queries) {
        MemoryUsage usage = new MemoryUsage();
        new AnnotationQueryHandlerAdapter<>(usage).subscribe(queries);
        return usage;
    }

    @Bean
    MemoryChain chain(QueryBus queries) {
        MemoryChain chain = new MemoryChain();
        new AnnotationQueryHandlerAdapter<>(chain).subscribe(queries);
        return chain;
    }
}
