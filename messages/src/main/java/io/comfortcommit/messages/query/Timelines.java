package io.comfortcommit.messages.query;

import java.util.List;

/** @param timelines one for each draft that was asked for, in no order */
public record Timelines(List<Timeline> timelines) {}
