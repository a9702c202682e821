/** Drafts by GraphQL: queries, mutations, subscriptions. */
@NullMarked
package io.comfortcommit.gateway.graphql;

import org.jspecify.annotations.NullMarked;
