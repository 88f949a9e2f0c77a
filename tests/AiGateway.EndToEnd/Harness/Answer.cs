using System.Text;

namespace AiGateway.EndToEnd.Harness;

/// <summary>Scripts that many tests need.</summary>
public static class Answer
{
    public static Func<UpstreamExchange, Task> Json(string json, int status = 200, params (string Name, string Value)[] headers) =>
        Bytes(Encoding.UTF8.GetBytes(json), "application/json", status, headers);

    public static Func<UpstreamExchange, Task> Bytes(
        byte[] body, string contentType, int status = 200, params (string Name, string Value)[] headers) => async exchange =>
    {
        (string, string)[] framing = [("Content-Type", contentType), ("Content-Length", $"{body.Length}"), .. headers];
        await exchange.SendHeadAsync(status, framing);
        await exchange.SendRawAsync(body);
    };

    /// <summary>A stream of whole events, each in a chunk of its own, that ends as it should.</summary>
    public static Func<UpstreamExchange, Task> Stream(params string[] events) => async exchange =>
    {
        await exchange.BeginChunksAsync();
        foreach (var text in events)
        {
            await exchange.SendChunkAsync(text);
        }

        await exchange.EndChunksAsync();
    };

    /// <summary>What a good upstream does: a stream where the request asks for one (with usage where it asks for that), else one answer.</summary>
    public static Func<UpstreamExchange, Task> Chat { get; } = exchange =>
        !exchange.Request.Text.Contains("\"stream\":true", StringComparison.Ordinal) ? Json(Samples.ChatAnswer)(exchange)
        : exchange.Request.Text.Contains("\"include_usage\":true", StringComparison.Ordinal)
            ? Stream(Samples.Text("Hello"), Samples.Finish, Samples.Usage, Samples.Done)(exchange)
            : Stream(Samples.Text("Hello"), Samples.Finish, Samples.Done)(exchange);

    /// <summary>One thing for the first request, another for those that follow.</summary>
    public static Func<UpstreamExchange, Task> Then(this Func<UpstreamExchange, Task> first, Func<UpstreamExchange, Task> rest) =>
        exchange => exchange.Number == 0 ? first(exchange) : rest(exchange);
}
