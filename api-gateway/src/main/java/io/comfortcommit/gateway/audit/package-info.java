/** The audit log over HTTP: pages, export, and how its events are named and put into words. */
@NullMarked
package io.comfortcommit.gateway.audit;

import org.jspecify.annotations.NullMarked;
