using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>Gemini's <c>:streamGenerateContent</c>.</summary>
internal sealed class GeminiTale : TaleDialect
{
    public override string Name => "gemini";

    public override string ProviderType => "type: gemini";

    public override string ProviderModel => "gemini-2.5-flash";

    public override CallerRequest Ask(string model) => CallerRequest.Post(
        $"/v1beta/models/{model}:streamGenerateContent?alt=sse", """{"contents":[{"role":"user","parts":[{"text":"Tell me a tale"}]}],"generationConfig":{"maxOutputTokens":1000}}""");

    public override string? BegunIn(JsonElement request)
    {
        var last = request.GetProperty("contents").EnumerateArray().Last();
        return last.GetProperty("role").GetString() == "model" ? Assert.Single(last.GetProperty("parts").EnumerateArray()).GetProperty("text").GetString() : null;
    }

    public override Telling NewTelling(string teller) => new GeminiTelling(teller);

    public override HeardTale Hear(RawAnswer answer)
    {
        var events = HeardTale.EventsOf(answer).ConvertAll(told => told.Data);
        var error = events.FindIndex(told => told.TryGetProperty("error", out _));
        Assert.True(error < 0 || error == events.Count - 1);
        var chunks = error < 0 ? events : events[..error];
        var candidates = chunks.ConvertAll(chunk => Assert.Single(chunk.GetProperty("candidates").EnumerateArray()));
        var finished = candidates.FindIndex(candidate => candidate.TryGetProperty("finishReason", out _));
        Assert.True(finished < 0 || finished == candidates.Count - 1);
        Assert.All(candidates, candidate => Assert.Equal("model", candidate.GetProperty("content").GetProperty("role").GetString()));
        var parts = candidates.SelectMany(candidate => candidate.GetProperty("content").GetProperty("parts").EnumerateArray()).ToList();
        return new HeardTale
        {
            Answer = answer,
            Text = string.Concat(parts.Where(part => !IsThought(part)).Select(TextOf)),
            Thought = string.Concat(parts.Where(IsThought).Select(TextOf)),
            IsComplete = error < 0 && finished >= 0 && candidates[finished].GetProperty("finishReason").GetString() == "STOP",
            Error = error < 0 ? null : events[error].GetProperty("error").GetProperty("message").GetString(),
            Ids = [.. chunks.Select(chunk => chunk.GetProperty("responseId").GetString()!).Distinct()],
            Models = [.. chunks.Select(chunk => chunk.GetProperty("modelVersion").GetString()!).Distinct()],
            Used = finished < 0 ? null : UsedOf(chunks[finished].GetProperty("usageMetadata")),
        };
    }

    private static bool IsThought(JsonElement part) => part.TryGetProperty("thought", out var thought) && thought.GetBoolean();

    private static string? TextOf(JsonElement part) => part.TryGetProperty("text", out var text) ? text.GetString() : "";

    private static (long Prompt, long Output) UsedOf(JsonElement usage) =>
        (usage.GetProperty("promptTokenCount").GetInt64(),
            usage.GetProperty("candidatesTokenCount").GetInt64() + (usage.TryGetProperty("thoughtsTokenCount", out var thoughts) ? thoughts.GetInt64() : 0));

    private sealed class GeminiTelling(string teller) : Telling
    {
        private int _thoughts;

        public override string Begin() => "";

        public override string BeginCall() => Chunk("""{"functionCall":{"id":"call_1","name":"weather","args":{"city":"Paris"}}}""");

        public override string End() => Chunk("""{"text":""}""", ",\"finishReason\":\"STOP\"");

        public override string Fail() => Samples.Event("""{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""");

        protected override string ThinkMore(string text)
        {
            _thoughts++;
            return Chunk($$"""{"text":"{{text}}","thought":true}""");
        }

        protected override string SayMore(string text) => Chunk($$"""{"text":"{{text}}"}""");

        private string Chunk(string part, string finish = "") =>
            $$$"""data: {"candidates":[{"content":{"parts":[{{{part}}}],"role":"model"}{{{finish}}},"index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":{{{Tokens - _thoughts}}},"thoughtsTokenCount":{{{_thoughts}}},"totalTokenCount":{{{9 + Tokens}}}},"modelVersion":"{{{teller}}}-model","responseId":"{{{teller}}}-id"}"""
            + "\r\n\r\n";
    }
}
