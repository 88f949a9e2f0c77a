namespace AiGateway.EndToEnd.Harness;

/// <summary>Requests and answers in OpenAI's shape, small and recognisable.</summary>
public static class Samples
{
    public const string Chat = """{"model":"qwen-plus","messages":[{"role":"user","content":"the secret prompt"}]}""";

    public const string Stream = """{"model":"qwen-plus","stream":true,"messages":[{"role":"user","content":"the secret prompt"}]}""";

    public const string StreamWithUsage =
        """{"model":"qwen-plus","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""";

    public const string ChatAnswer =
        """{"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"qwen-plus-2026","choices":[{"index":0,"message":{"role":"assistant","content":"the secret answer"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4}}}""";

    public const string Done = "data: [DONE]\n\n";

    public static readonly string Finish = Chunk("{}", "\"stop\"");

    public static readonly string Usage = Event(
        """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"qwen-plus-2026","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");

    /// <summary>A piece of text as an event.</summary>
    public static string Text(string text) => Chunk($$"""{"content":"{{text}}"}""", "null");

    public static string Event(string json) => $"data: {json}\n\n";

    private static string Chunk(string delta, string finishReason) => Event(
        $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"qwen-plus-2026","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finishReason}}}]}""");
}
