package io.comfortcommit.axonsupport;

import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.MessageHandlerInterceptor;

/** Turns what a handler throws into an exception with details that survive the way to another process. */
public interface CommandFailureTranslation extends MessageHandlerInterceptor<CommandMessage<?>> {}
