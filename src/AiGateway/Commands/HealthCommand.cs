using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace AiGateway.Commands;

/// <summary><c>aigateway health</c>: asks a running instance, for images that have no shell and no curl.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs the command.</summary>
    /// <param name="address">The URL to ask; null for the instance that the environment describes, on this machine.</param>
    public static async Task<int> RunAsync(string? address)
    {
        if (!Uri.TryCreate(address ?? InstanceAddress.OfThisMachine(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"aigateway: '{address}' is not an http or https URL.");
            return ExitCode.Usage;
        }

        using var client = new HttpClient(NewHandler(url)) { Timeout = s_patience };
        try
        {
            using var answer = await client.GetAsync(url);
            Console.WriteLine($"{url}: {(int)answer.StatusCode}");
            return answer.StatusCode == HttpStatusCode.OK ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url}: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Only on loopback, where the instance's certificate names another host and nothing secret is sent.")]
    private static SocketsHttpHandler NewHandler(Uri url) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = url.IsLoopback ? static (_, _, _, _) => true : null },
    };
}
