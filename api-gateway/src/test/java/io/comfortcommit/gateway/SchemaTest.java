package io.comfortcommit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.introspection.IntrospectionQuery;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.ScalarInfo;
import io.comfortcommit.testing.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The schema says what everything in it is, and a server tells it only where that is switched on. */
@NullUnmarked // its fields are filled by the test framework
class SchemaTest extends GatewayTest {
    @Autowired
    GraphQlSource source;

    @Autowired
    TestDatabase database;

    @Autowired
    ConfigurableEnvironment environment;

    @Test
    void everythingInTheSchemaHasADescription() {
        List<String> elements = new ArrayList<>();
        List<String> undescribed = new ArrayList<>();
        for (GraphQLNamedType type : ownTypes(source.schema())) {
            parts(type).forEach((name, part) -> {
                elements.add(name);
                String description = part.getDescription();
                if (description == null || description.isBlank()) {
                    undescribed.add(name);
                }
            });
        }
        assertThat(elements)
                .contains(
                        "Draft",
                        "Draft.status",
                        "Query.drafts(first:)",
                        "DraftStatus.PUSHED",
                        "EditDraftInput.message",
                        "DateTime");
        assertThat(undescribed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ __schema { queryType { name } types { name fields { name } } } }",
                "{ __type(name: \"Draft\") { name } }",
                "{ me { id } x: __schema { types { name } } }",
                "query { ...of } fragment of on Query { __schema { types { name } } }"
            })
    void theSchemaIsNotToldWhereNobodySaysSo(String query) {
        JsonNode answer = ask(query, Map.of());
        assertThat(answer.path("data").isMissingNode()).isTrue();
        assertThat(answer.path("errors")).hasSize(1);
        JsonNode error = answer.path("errors").path(0);
        assertThat(error.at("/extensions/code").asString()).isEqualTo("INTROSPECTION_DISABLED");
        assertThat(error.at("/extensions/classification").asString()).isEqualTo("FORBIDDEN");
        assertThat(error.path("message").asString()).contains("comfort.graphql.introspection");
        assertThat(error.path("locations")).hasSize(1);
    }

    @Test
    void thatItIsNotToldIsSaidInTheCallersLanguageAndNoSuccess() {
        JsonNode answer = json(owner.post()
                .uri("/graphql")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "ko")
                .accept(MediaType.APPLICATION_GRAPHQL_RESPONSE)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"query\":\"{ __schema { types { name } } }\"}")
                .exchange()
                .expectStatus()
                .isBadRequest());
        assertThat(answer.at("/errors/0/message").asString()).contains("스키마");
    }

    @Test
    void theNameOfATypeIsNoSecret() {
        assertThat(ask("{ __typename me { __typename } }", Map.of())
                        .at("/data/me/__typename")
                        .asString())
                .isEqualTo("Me");
    }

    @Test
    void theSchemaIsToldWhereItIsSwitchedOn() {
        try (ConfigurableApplicationContext telling = new SpringApplicationBuilder(TestGateway.class)
                .initializers(context -> {
                    context.getEnvironment().merge(environment);
                    context.getEnvironment().getPropertySources().remove("server.ports"); // those of the first
                    context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new MapPropertySource("telling", Map.of("comfort.graphql.introspection", true)));
                    context.getBeanFactory().registerSingleton("database", database);
                    context.getBeanFactory().registerSingleton("clock", clock);
                })
                .run()) {
            WebTestClient asker = owner.mutate()
                    .baseUrl("http://127.0.0.1:" + telling.getEnvironment().getRequiredProperty("local.server.port"))
                    .build();
            JsonNode answer = json(send(asker, IntrospectionQuery.INTROSPECTION_QUERY, Map.of()));
            assertThat(answer.has("errors")).isFalse();
            assertThat(answer.at("/data/__schema/types").findValuesAsString("name"))
                    .contains("Draft", "DraftConnection", "PageInfo", "DateTime");
        }
    }

    private static List<GraphQLNamedType> ownTypes(GraphQLSchema schema) {
        return schema.getAllTypesAsList().stream()
                .filter(type ->
                        !type.getName().startsWith("__") && !ScalarInfo.isGraphqlSpecifiedScalar(type.getName()))
                .toList();
    }

    /** A type and all in it that can be described, by names as {@code Query.drafts(first:)}. */
    private static Map<String, GraphQLNamedSchemaElement> parts(GraphQLNamedType type) {
        Map<String, GraphQLNamedSchemaElement> parts = new LinkedHashMap<>();
        parts.put(type.getName(), type);
        Stream<? extends GraphQLNamedSchemaElement> within = switch (type) {
            case GraphQLObjectType object -> object.getFieldDefinitions().stream();
            case GraphQLInputObjectType input -> input.getFieldDefinitions().stream();
            case GraphQLEnumType values -> values.getValues().stream();
            default -> Stream.empty();
        };
        within.forEach(part -> parts.put(type.getName() + "." + part.getName(), part));
        if (type instanceof GraphQLObjectType object) {
            object.getFieldDefinitions().forEach(field -> {
                for (GraphQLArgument argument : field.getArguments()) {
                    parts.put(type.getName() + "." + field.getName() + "(" + argument.getName() + ":)", argument);
                }
            });
        }
        return parts;
    }
}
