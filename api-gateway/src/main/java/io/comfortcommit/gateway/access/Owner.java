package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;

/** The one user of an installation without people. */
record Owner(UserId id) {}
