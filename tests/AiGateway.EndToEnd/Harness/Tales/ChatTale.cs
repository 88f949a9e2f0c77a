using System.Text.Json;

namespace AiGateway.EndToEnd.Harness.Tales;

/// <summary>OpenAI Chat.</summary>
internal sealed class ChatTale : TaleDialect
{
    public override string Name => "chat";

    public override string ProviderType => "type: openai-compatible, dialects: [openai-chat]";

    public override string ProviderModel => "chat-model";

    public override CallerRequest Ask(string model) => CallerRequest.Chat(
        $$"""{"model":"{{model}}","stream":true,"stream_options":{"include_usage":true},"max_tokens":1000,"messages":[{"role":"user","content":"Tell me a tale"}]}""");

    public override string? BegunIn(JsonElement request)
    {
        var last = request.GetProperty("messages").EnumerateArray().Last();
        return last.GetProperty("role").GetString() == "assistant" ? last.GetProperty("content").GetString() : null;
    }

    public override Telling NewTelling(string teller) => new ChatTelling(teller);

    public override HeardTale Hear(RawAnswer answer)
    {
        var heard = new Heard(answer);
        Assert.InRange(heard.DoneCount, 0, 1);
        Assert.InRange(heard.Usages.Count, 0, 1);
        var events = HeardTale.EventsOf(answer);
        var deltas = events.Where(chunk => chunk.Data.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0)
            .Select(chunk => chunk.Data.GetProperty("choices")[0].GetProperty("delta")).ToList();
        Assert.Single(deltas, delta => delta.TryGetProperty("role", out _));
        return new HeardTale
        {
            Answer = answer,
            Text = heard.Text,
            Thought = string.Concat(deltas.Select(delta => delta.TryGetProperty("reasoning_content", out var thought) ? thought.GetString() : "")),
            IsComplete = heard is { FinishReasons: ["stop"], DoneCount: 1 },
            Error = events.Where(chunk => chunk.Data.TryGetProperty("error", out _)).Select(chunk => chunk.Data.GetProperty("error").GetProperty("message").GetString()).SingleOrDefault(),
            Ids = [.. heard.Ids.OfType<string>()],
            Models = [.. heard.Models.OfType<string>()],
            Used = heard.Usages is [var usage] ? (usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64()) : null,
        };
    }

    private sealed class ChatTelling(string teller) : Telling
    {
        public override string Begin() => Tale.Chunk(teller, """{"role":"assistant","content":""}""");

        public override string BeginCall() =>
            Tale.Chunk(teller, """{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":"}}]}""");

        public override string End() => Tale.Finish(teller) + Tale.Usage(teller, Tokens) + Samples.Done;

        public override string Fail() => Samples.Event("""{"error":{"message":"overloaded","code":503}}""");

        protected override string ThinkMore(string text) => Tale.Chunk(teller, $$"""{"reasoning_content":"{{text}}"}""");

        protected override string SayMore(string text) => Tale.Chunk(teller, $$"""{"content":"{{text}}"}""");
    }
}
