package io.comfortcommit.gateway.access;

import io.comfortcommit.messages.UserId;

/** The one user of an installation without people. */
public record Owner(UserId id) {}
