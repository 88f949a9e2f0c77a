namespace AiGateway.Hosting;

/// <summary>How many files and sockets the process may have open.</summary>
internal static class DescriptorLimit
{
    private const string Path = "/proc/self/limits";
    private const long Unknown = 1024;

    /// <summary>The limit in force (the runtime raises the soft limit to the hard one at its start); 1024 where the system does not tell.</summary>
    public static long Read()
    {
        if (!File.Exists(Path))
        {
            return Unknown;
        }

        foreach (var line in File.ReadLines(Path))
        {
            if (line.StartsWith("Max open files", StringComparison.Ordinal))
            {
                var fields = line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return fields.Length > 0 && long.TryParse(fields[0], out var soft) ? soft : int.MaxValue;
            }
        }

        return Unknown;
    }
}
