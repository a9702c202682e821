/** Makes what the gateway recorded of logins, refusals and what operators did part of the audit chain. */
@NullMarked
package io.comfortcommit.standalone.actions;

import org.jspecify.annotations.NullMarked;
