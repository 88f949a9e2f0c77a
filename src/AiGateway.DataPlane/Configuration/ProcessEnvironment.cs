using System.Collections;

namespace AiGateway.Configuration;

/// <summary>The environment that this process was started with.</summary>
public static class ProcessEnvironment
{
    /// <summary>A copy of it, by name.</summary>
    public static Dictionary<string, string> Read()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return environment;
    }
}
