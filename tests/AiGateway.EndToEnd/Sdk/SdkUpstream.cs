using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Sdk;

/// <summary>An upstream as the SDKs expect one: what it answers is decided by the path and by the model that is asked for.</summary>
public sealed class SdkUpstream
{
    private const string Model = "\"id\":\"plain\",\"object\":\"model\",\"created\":1790000000,\"owned_by\":\"tests\"";
    private const string Usage = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";

    private static readonly string FirstChunk = Samples.Text("").Replace("{\"content\"", "{\"role\":\"assistant\",\"content\"", StringComparison.Ordinal);

    private readonly HashSet<string> _throttledOnce = [];

    /// <summary>Completed when the caller of the endless model has left.</summary>
    public TaskCompletionSource Left { get; } = new();

    public Task AnswerAsync(UpstreamExchange exchange)
    {
        var path = exchange.Request.Head.Target.Split('?')[0][ScriptedUpstream.BasePath.Length..];
        return (exchange.Request.Head.Method, path) switch
        {
            ("POST", "/chat/completions") => ChatAsync(exchange, JsonElement.Parse(exchange.Request.Body)),
            ("POST", "/completions") => Answer.Json(
                """{"id":"cmpl-1","object":"text_completion","created":1790000000,"model":"plain","choices":[{"index":0,"text":"Hello there","logprobs":null,"finish_reason":"stop"}],""" + Usage + "}")(exchange),
            ("POST", "/responses") => Answer.Json(
                """{"id":"resp_1","object":"response","created_at":1790000000,"status":"completed","model":"plain","output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hello there","annotations":[]}]}],"usage":{"input_tokens":9,"output_tokens":3,"total_tokens":12}}""")(exchange),
            ("POST", "/embeddings") => Answer.Json(Embedding(exchange.Request.Text))(exchange),
            ("POST", "/moderations") => Answer.Json("""{"id":"modr-1","model":"m","results":[{"flagged":false,"categories":{},"category_scores":{}}]}""")(exchange),
            ("GET", "/models") => Answer.Json($$"""{"object":"list","data":[{{{Model}}},{{{Model.Replace("plain", "tools", StringComparison.Ordinal)}}}]}""")(exchange),
            ("GET", "/models/plain") => Answer.Json("{" + Model + "}")(exchange),
            ("POST", "/files") => Answer.Json(Uploaded(exchange.Request.Text))(exchange),
            ("GET", "/files/file-1/content") => Answer.Bytes("a,b\n1,2\n"u8.ToArray(), "text/csv")(exchange),
            ("POST", "/audio/transcriptions") => Answer.Json(
                Encoding.Latin1.GetString(exchange.Request.Body).Contains("whisper", StringComparison.Ordinal) && exchange.Request.Body.Length > 50_000
                    ? """{"text":"Hello there"}"""
                    : """{"text":"The upload was not whole"}""")(exchange),
            ("POST", "/audio/speech") => Answer.Bytes(new byte[100_000], "audio/mpeg")(exchange),
            _ => Answer.Json(Error("no such path", "null", "null"), 404)(exchange),
        };
    }

    private Task ChatAsync(UpstreamExchange exchange, JsonElement request)
    {
        var model = request.GetProperty("model").GetString()!;
        var stream = request.TryGetProperty("stream", out var asked) && asked.GetBoolean();
        switch (model)
        {
            case "plain":
                return stream ? StreamAsync(exchange, "Hello", " there") : Answer.Json(Completion("\"content\":\"Hello there\""))(exchange);
            case "tools":
                return stream ? ToolStream(exchange) : Answer.Json(Completion("\"content\":null,\"tool_calls\":[" + Tool("""{\"city\":\"Berlin\"}""") + "]", "tool_calls"))(exchange);
            case "structured":
                Assert.Equal("json_schema", request.GetProperty("response_format").GetProperty("type").GetString());
                return Answer.Json(Completion("""
                    "content":"{\"city\":\"Berlin\"}"
                    """))(exchange);
            case "endless":
                return EndlessAsync(exchange);
            case "broken":
                return BrokenAsync(exchange);
            case "silent":
                return exchange.StallAsync();
            case "refused":
                return Answer.Json(Error("too long", "\"messages\"", "\"context_length_exceeded\""), 400)(exchange);
            case "down":
                exchange.Close();
                return Task.CompletedTask;
            case "throttled":
                return Answer.Json(Error("slow down", "null", "\"rate_limit_exceeded\""), 429, ("Retry-After", "1"))(exchange);
            case var once when once.StartsWith("throttled-once", StringComparison.Ordinal):
                return _throttledOnce.Add(once)
                    ? Answer.Json(Error("slow down", "null", "\"rate_limit_exceeded\""), 429, ("Retry-After", "1"))(exchange)
                    : Answer.Json(Completion("\"content\":\"Hello there\""))(exchange);
            default:
                return Answer.Json(Error("no such model", "\"model\"", "\"model_not_found\""), 404)(exchange);
        }
    }

    private static Task StreamAsync(UpstreamExchange exchange, params string[] texts) =>
        Answer.Stream([FirstChunk, .. texts.Select(Samples.Text), Samples.Finish, Samples.Usage, Samples.Done])(exchange);

    private static Task ToolStream(UpstreamExchange exchange)
    {
        string Delta(string delta, string finish = "null") => Samples.Text("x")
            .Replace("""{"content":"x"}""", delta, StringComparison.Ordinal)
            .Replace("\"finish_reason\":null", $"\"finish_reason\":{finish}", StringComparison.Ordinal);
        return Answer.Stream(
            Delta("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + Tool("").Replace("{\"id\"", "{\"index\":0,\"id\"", StringComparison.Ordinal) + "]}"),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Berlin\"}"}}]}"""),
            Delta("{}", "\"tool_calls\""),
            Samples.Usage,
            Samples.Done)(exchange);
    }

    private async Task EndlessAsync(UpstreamExchange exchange)
    {
        await exchange.BeginChunksAsync();
        await exchange.SendChunkAsync(Samples.Text("tick"));
        await exchange.WaitForPeerCloseAsync();
        Left.TrySetResult();
    }

    private static async Task BrokenAsync(UpstreamExchange exchange)
    {
        await exchange.BeginChunksAsync();
        await exchange.SendChunkAsync(Samples.Text("Hello"));
        exchange.Close();
    }

    private static string Completion(string message, string finish = "stop") =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"plain","choices":[{"index":0,"message":{"role":"assistant",{{message.Trim()}}},"finish_reason":"{{finish}}"}],{{Usage}}}""";

    private static string Tool(string arguments) =>
        "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"" + arguments + "\"}}";

    // The SDKs ask for base64: little-endian 32-bit floats 0.5, -1.25, 3.
    private static string Embedding(string request) => request.Contains("base64", StringComparison.Ordinal)
        ? """{"object":"list","model":"plain","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAoL8AAEBA"}],"usage":{"prompt_tokens":1,"total_tokens":1}}"""
        : """{"object":"list","model":"plain","data":[{"object":"embedding","index":0,"embedding":[0.5,-1.25,3]}],"usage":{"prompt_tokens":1,"total_tokens":1}}""";

    private static string Uploaded(string form) => form.Contains("a,b\n1,2\n", StringComparison.Ordinal) && form.Contains("assistants", StringComparison.Ordinal)
        ? """{"id":"file-1","object":"file","bytes":8,"created_at":1790000000,"filename":"table.csv","purpose":"assistants","status":"processed"}"""
        : Error("The upload was not whole", "null", "null");

    private static string Error(string message, string parameter, string code) =>
        $$$"""{"error":{"message":"{{{message}}}","type":"invalid_request_error","param":{{{parameter}}},"code":{{{code}}}}}""";
}
