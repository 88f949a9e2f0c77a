using System.IO.Pipelines;
using System.Net;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Ingress;
using AiGateway.Keys;
using AiGateway.Pipeline;
using AiGateway.Routing;
using AiGateway.Upstream;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Commands;

/// <summary><c>aigateway explain</c>: says whom a request would be sent to, in which order and why, by the code that plans requests. Sends nothing.</summary>
internal static class ExplainCommand
{
    private const string Method = "POST";
    private const string Path = "/v1/chat/completions";

    /// <summary>Runs the command.</summary>
    /// <param name="options">What stands behind <c>explain</c>.</param>
    public static async Task<int> RunAsync(string[] options)
    {
        if (!TryParse(options, out var model, out var key, out var bodyFile))
        {
            await Console.Error.WriteLineAsync("aigateway: usage: aigateway explain --model MODEL [--key NAME-OR-KEY] [--body FILE]");
            return ExitCode.Usage;
        }

        var read = SettingsReader.Read();
        if (read.Settings is not { } settings)
        {
            await Console.Error.WriteLineAsync("aigateway: the configuration has problems:");
            foreach (var problem in read.Problems)
            {
                await Console.Error.WriteLineAsync($"  {problem}");
            }

            return ExitCode.Configuration;
        }

        try
        {
            var body = bodyFile is null ? "{}"u8.ToArray() : await File.ReadAllBytesAsync(bodyFile);
            return await ExplainAsync(settings, model, key, body, Console.Out, TimeProvider.System);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"aigateway: {bodyFile}: cannot be read: {exception.Message}");
            return ExitCode.Failure;
        }
    }

    /// <summary>Explains to a writer.</summary>
    /// <param name="settings">What was configured.</param>
    /// <param name="model">The model that is asked for.</param>
    /// <param name="key">A gateway key or its name; null: whoever may do everything.</param>
    /// <param name="body">The request's body, a JSON object; it need not name the model.</param>
    /// <param name="output">Where to.</param>
    /// <param name="time">The clock.</param>
    internal static async Task<int> ExplainAsync(GatewaySettings settings, string model, string? key, byte[] body, TextWriter output, TimeProvider time)
    {
        var keySettings = key is null ? null : settings.Keys.FirstOrDefault(known => known.Name == key || (KeyHash.TryOf(key, out var hash) && known.Hash == hash));
        if (key is not null && keySettings is null)
        {
            await output.WriteLineAsync("There is no such key.");
            return ExitCode.Failure;
        }

        var exchange = NewExchange(SnapshotCompiler.Compile(settings, time), model, body, time);
        exchange.Key = keySettings is null ? null : exchange.Snapshot.Keys[keySettings.Hash];
        var refused = exchange.Key?.Expires <= time.GetUtcNow()
            ? GatewayError.KeyExpired
            : await new Read(MemoryBudget.OfProcess(settings.Buffered)).RunAsync(exchange) ?? new Plan(time).Run(exchange);
        if (refused?.Error is { } error)
        {
            await output.WriteLineAsync($"It would be refused: {error.Status} {error.Code}: {error.Message}");
            return ExitCode.Failure;
        }

        foreach (var line in Explanation.Of(exchange, keySettings, time))
        {
            await output.WriteLineAsync(line);
        }

        return ExitCode.Success;
    }

    private static Exchange NewExchange(Snapshot snapshot, string model, byte[] body, TimeProvider time) => new()
    {
        StartedAt = time.GetTimestamp(),
        Snapshot = snapshot,
        RequestId = "explain",
        Method = Method,
        Path = Path,
        Query = "",
        Protocol = "HTTP/1.1",
        RequestHeaders = new HeaderDictionary(),
        RequestBody = PipeReader.Create(new MemoryStream(body)),
        ClientAddress = IPAddress.Loopback,
        Reply = new Reply(new HttpResponseFeature(), new StreamResponseBodyFeature(Stream.Null)),
        Deadline = new Deadline.Pool(time).Get(CancellationToken.None),

        // As if the path named it, so that the body need not, and must not name another.
        Match = new OperationTable(DialectCatalogue.All).Find(Method, Path) with { Model = model },
    };

    private static bool TryParse(string[] options, out string model, out string? key, out string? body)
    {
        (model, key, body) = ("", null, null);
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 == options.Length)
            {
                return false;
            }

            switch (options[i])
            {
                case "--model":
                    model = options[i + 1];
                    break;
                case "--key":
                    key = options[i + 1];
                    break;
                case "--body":
                    body = options[i + 1];
                    break;
                default:
                    return false;
            }
        }

        return model.Length > 0;
    }
}
