using System.Text.Json;

namespace AiGateway.EndToEnd.Harness;

/// <summary>An answer of sixty tokens that any upstream can tell, whole or in part, from the start or from where somebody else has come to.</summary>
public static class Tale
{
    public const int Length = 60;

    /// <summary>All of it. Some tokens take two, three and four bytes a character.</summary>
    public static string Text { get; } = Part(0, Length);

    /// <summary>The request that it answers.</summary>
    public static string Request(bool withUsage = true, bool stream = true) =>
        $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},{{(withUsage && stream ? "\"stream_options\":{\"include_usage\":true}," : "")}}"messages":[{"role":"user","content":"Tell me a tale"}]}""";

    public static string Part(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(Token));

    public static string Token(int index) => index % 7 == 3 ? $"字{index} " : index % 11 == 5 ? $"🐉{index} " : $"word{index} ";

    /// <summary>Tells some of it as chunks, each in a write of its own; the first names the role.</summary>
    public static async Task TellAsync(UpstreamExchange exchange, string teller, int from, int to)
    {
        await exchange.SendChunkAsync(Chunk(teller, """{"role":"assistant","content":""}"""));
        for (var i = from; i < to; i++)
        {
            await exchange.SendChunkAsync(TokenChunk(teller, i));
        }
    }

    public static string TokenChunk(string teller, int index) => Chunk(teller, $$"""{"content":"{{Token(index)}}"}""");

    /// <summary>Tells all of it, to its end.</summary>
    public static Func<UpstreamExchange, Task> Whole(string teller) => From(teller, _ => 0);

    /// <summary>Goes on from the last assistant message where there is one, and starts over where there is none.</summary>
    public static Func<UpstreamExchange, Task> Continuing(string teller) => From(teller, TokensIn);

    /// <summary>Begins a stream, tells so many tokens, and then does something else.</summary>
    public static Func<UpstreamExchange, Task> Until(string teller, int tokens, Func<UpstreamExchange, Task> then) => async exchange =>
    {
        await exchange.BeginChunksAsync();
        await TellAsync(exchange, teller, 0, tokens);
        await then(exchange);
    };

    /// <summary>The tale as one answer that is no stream.</summary>
    public static Func<UpstreamExchange, Task> Plain(string teller) => Answer.Json(
        $$$"""{"id":"{{{teller}}}-1","object":"chat.completion","created":1790000000,"model":"{{{teller}}}-model","choices":[{"index":0,"message":{"role":"assistant","content":"{{{Text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":60,"total_tokens":69}}""");

    /// <summary>Either, as the request asks.</summary>
    public static Func<UpstreamExchange, Task> Any(string teller) => exchange =>
        exchange.Request.Text.Contains("\"stream\":true", StringComparison.Ordinal) ? Continuing(teller)(exchange) : Plain(teller)(exchange);

    public static string Finish(string teller) => Chunk(teller, "{}", "\"stop\"");

    public static string Usage(string teller, int tokens) => Samples.Event(
        $$$"""{"id":"{{{teller}}}-1","object":"chat.completion.chunk","created":1790000000,"model":"{{{teller}}}-model","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":{{{tokens}}},"total_tokens":{{{9 + tokens}}}}}""");

    public static string Chunk(string teller, string delta, string finishReason = "null") => Samples.Event(
        $$"""{"id":"{{teller}}-1","object":"chat.completion.chunk","created":1790000000,"model":"{{teller}}-model","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finishReason}}}]}""");

    private static Func<UpstreamExchange, Task> From(string teller, Func<UpstreamExchange, int> start) => async exchange =>
    {
        var from = start(exchange);
        await exchange.BeginChunksAsync();
        await TellAsync(exchange, teller, from, Length);
        await exchange.SendChunkAsync(Finish(teller));
        if (exchange.Request.Text.Contains("\"include_usage\":true", StringComparison.Ordinal))
        {
            await exchange.SendChunkAsync(Usage(teller, Length - from));
        }

        await exchange.SendChunkAsync(Samples.Done);
        await exchange.EndChunksAsync();
    };

    private static int TokensIn(UpstreamExchange exchange)
    {
        var messages = JsonElement.Parse(exchange.Request.Body).GetProperty("messages");
        var last = messages[messages.GetArrayLength() - 1];
        if (last.GetProperty("role").GetString() != "assistant")
        {
            return 0;
        }

        // Some targets are not given the white space at the end.
        var told = last.GetProperty("content").GetString()!.TrimEnd();
        return Enumerable.Range(0, Length + 1).First(count => Part(0, count).TrimEnd() == told);
    }
}
