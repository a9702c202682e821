package io.comfortcommit.analysis.secrets;

/**
 * Where a secret stands. It does not hold the secret, so that it can be shown, logged and stored.
 *
 * @param kind stable name, as {@code AWS_SECRET_KEY}
 * @param path of the file, with placeholders for secrets in it
 * @param line from 1, in the new file; 1 for a secret in the path itself
 * @param placeholder what stands for it in everything that leaves the process, as {@code <AWS_SECRET_KEY:1>}; the same
 *     secret has the same one throughout a change
 */
public record Finding(String kind, String path, int line, String placeholder) {}
