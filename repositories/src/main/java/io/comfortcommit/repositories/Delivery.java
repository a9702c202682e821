package io.comfortcommit.repositories;

/**
 * What is known of something that was delivered, whatever it was.
 *
 * @param source whose ids these are
 * @param id by which its sender knows it; stays the same when it is sent again
 * @param digest SHA-256 of what was sent, in hexadecimal
 * @param traceId of the request that brought it
 */
public record Delivery(String source, String id, String digest, String traceId) {}
