package io.comfortcommit.analysis.prompt;

/**
 * What is sent to a model.
 *
 * @param system the rules, the same for every change
 * @param user the change, without secrets
 * @param tokens of both, counted line by line and therefore never fewer than a model counts with the same vocabulary
 */
public record Prompt(String system, String user, int tokens) {}
