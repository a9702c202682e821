/** What is spoken over HTTP, as a document that machines read. */
@NullMarked
package io.comfortcommit.gateway.contract;

import org.jspecify.annotations.NullMarked;
