package io.comfortcommit.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What GraphQL says of itself.
 *
 * @param introspection whether the schema can be asked for ({@code __schema}, {@code __type}); {@code __typename} always can
 * @param graphiql whether GraphiQL is at {@code /graphiql}, for people who write queries; without introspection it is not
 */
@ConfigurationProperties("comfort.graphql")
public record IntrospectionProperties(
        @DefaultValue("false") boolean introspection,
        @DefaultValue("false") boolean graphiql) {
    public boolean offersGraphiql() {
        return introspection && graphiql;
    }
}
