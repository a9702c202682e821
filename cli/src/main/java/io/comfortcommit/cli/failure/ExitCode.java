package io.comfortcommit.cli.failure;

/** What the process ends with; documented in the help. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int REFUSED = 4;

    private ExitCode() {}
}
