package io.comfortcommit.gateway.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** {@code DateTime}: an {@link Instant} as ISO 8601 in UTC. */
final class DateTimeScalar implements Coercing<Instant, String> {
    static GraphQLScalarType type() {
        return GraphQLScalarType.newScalar()
                .name("DateTime")
                .coercing(new DateTimeScalar())
                .build();
    }

    @Override
    public String serialize(Object result, GraphQLContext context, Locale locale) {
        if (result instanceof Instant instant) {
            return instant.toString();
        }
        throw new CoercingSerializeException("not an Instant: " + result.getClass());
    }

    @Override
    public Instant parseValue(Object input, GraphQLContext context, Locale locale) {
        try {
            return Instant.parse(input.toString());
        } catch (DateTimeParseException e) {
            throw new CoercingParseValueException("a DateTime is written like 2026-01-31T12:34:56Z", e);
        }
    }

    @Override
    public Instant parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        if (input instanceof StringValue text) {
            try {
                return Instant.parse(text.getValue());
            } catch (DateTimeParseException e) {
                throw new CoercingParseLiteralException("a DateTime is written like 2026-01-31T12:34:56Z", e);
            }
        }
        throw new CoercingParseLiteralException("a DateTime is a string");
    }
}
