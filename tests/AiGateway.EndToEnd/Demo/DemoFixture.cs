using System.Text.RegularExpressions;

namespace AiGateway.EndToEnd.Demo;

/// <summary>The program's demo, as a newcomer starts it.</summary>
public sealed partial class DemoFixture : IAsyncLifetime
{
    public GatewayProcess Gateway { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public int Port { get; private set; }

    /// <summary>The line that it prints to be tried.</summary>
    public string Curl { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Gateway = GatewayProcess.Launch(new GatewayStart { Arguments = ["demo"], Environment = new Dictionary<string, string> { ["PORT"] = "0" } });
        await Deadline.UntilAsync(() => Gateway.HasExited || Gateway.Output.Any(line => line.Text.Contains("curl ", StringComparison.Ordinal)), "the demo says how to try it");
        var text = string.Join('\n', Gateway.Output.Select(line => line.Text));
        Key = KeyLine().Match(text).Groups[1].Value;
        Port = new Uri(UrlLine().Match(text).Groups[1].Value).Port;
        Curl = Gateway.Output.First(line => line.Text.TrimStart().StartsWith("curl ", StringComparison.Ordinal)).Text;
    }

    public async Task<RawAnswer> SendAsync(CallerRequest request)
    {
        using var client = await RawClient.ConnectAsync(Port);
        await client.SendAsync(request with { Key = Key });
        return await client.ReadAnswerAsync();
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    [GeneratedRegex(@"^\s*Key\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"^\s*URL\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex UrlLine();
}
