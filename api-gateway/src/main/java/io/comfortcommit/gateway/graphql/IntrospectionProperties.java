package io.comfortcommit.gateway.graphql;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What GraphQL says of itself.
 *
 * @param introspection whether the schema can be asked for ({@code __schema}, {@code __type}); {@code __typename} always can
 */
@ConfigurationProperties("comfort.graphql")
record IntrospectionProperties(@DefaultValue("false") boolean introspection) {}
