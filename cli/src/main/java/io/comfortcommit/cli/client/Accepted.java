package io.comfortcommit.cli.client;

import tools.jackson.databind.node.ObjectNode;

/** The server has a capture, safely. @param json as it answered */
public record Accepted(String draftId, ObjectNode json) {}
