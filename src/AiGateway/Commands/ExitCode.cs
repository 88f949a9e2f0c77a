namespace AiGateway.Commands;

/// <summary>What the program's exit code tells; the numbers are those of <c>sysexits.h</c>.</summary>
internal static class ExitCode
{
    /// <summary>All went well; a shutdown that was asked for among it.</summary>
    public const int Success = 0;

    /// <summary>It did not go well: not healthy, the port taken.</summary>
    public const int Failure = 1;

    /// <summary>EX_USAGE: no such command.</summary>
    public const int Usage = 64;

    /// <summary>EX_CONFIG: the configuration has problems, all of which have been told.</summary>
    public const int Configuration = 78;
}
