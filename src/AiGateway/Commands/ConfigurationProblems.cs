namespace AiGateway.Commands;

/// <summary>Tells what is wrong with the configuration.</summary>
internal static class ConfigurationProblems
{
    /// <summary>Writes all problems to the standard error output, one line each.</summary>
    public static async Task TellAsync(IReadOnlyList<string> problems)
    {
        await Console.Error.WriteLineAsync(problems.Count == 1
            ? "aigateway: the configuration has a problem:"
            : $"aigateway: the configuration has {problems.Count} problems:");
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync($"  {problem}");
        }
    }
}
