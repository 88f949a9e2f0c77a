using System.Text;
using AiGateway.Configuration;

namespace AiGateway.Tests.DataPlane.Configuration;

/// <summary>Reads a configuration file as the program does, with an environment that sets nothing but what is told.</summary>
internal static class GatewayFile
{
    /// <summary>A provider, a model and a key: what a file needs beside what a test is about.</summary>
    public const string Minimum = """
        providers: { p: { type: openai, api_key: sk-p } }
        models: { "*": { targets: [ { provider: p } ] } }
        keys: [ { name: k, key: sk-k } ]

        """;

    public static SettingsResult Read(string yaml, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        using var directory = new TemporaryDirectory();
        return Read(directory, yaml, environment);
    }

    public static SettingsResult Read(TemporaryDirectory directory, string yaml, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        File.WriteAllBytes(Path.Combine(directory.Path, SettingsFile.DefaultName), Encoding.UTF8.GetBytes(yaml));
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        return SettingsReader.Read(variables, directory.Path);
    }

    public static GatewaySettings Settings(string yaml, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        var result = Read(yaml, environment);
        Assert.Empty(result.Problems);
        return result.Settings!;
    }

    public static IReadOnlyList<string> Problems(string yaml, params ReadOnlySpan<(string Name, string Value)> environment) => Read(yaml, environment).Problems;
}
