using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects;

/// <summary>Legacy completions of providers that know conversations alone, of one that only streams, and of one that has the path itself.</summary>
public sealed class LegacyCompletionTests : IAsyncLifetime
{
    private const string Message = """{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":" upon a time"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":4}}""";
    private const string Native = """{"id":"c","object":"text_completion", "choices":[{"text":"x","index":0,"finish_reason":"stop"}]}""";

    private Fleet _fleet = null!;

    public async ValueTask InitializeAsync() => _fleet = await Fleet.StartAsync(2, """
        defaults: { retry: { attempts: 0 }, breaker: { failures: 0 } }
        providers:
          messages: { type: openai-compatible, dialects: [anthropic], base_url: "{0}", api_key: sk-a }
          own: { type: openai-compatible, base_url: "{1}", api_key: sk-b }
          dashscope: { type: dashscope, base_url: "{1}", api_key: sk-c }
        models:
          claude: { targets: [ { provider: messages } ] }
          any: { targets: [ { provider: messages, priority: 0 }, { provider: own, priority: 1 } ] }
          own: { targets: [ { provider: own } ] }
          qwq-plus: { targets: [ { provider: dashscope } ] }
        """);

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    [Fact]
    public async Task A_provider_of_another_dialect_is_asked_as_for_a_conversation()
    {
        var script = _fleet.Main.Play(Answer.Json(Message));

        var reply = await _fleet.SendAsync(CallerRequest.Post("/v1/completions", """{"model":"claude","prompt":"Once","echo":true,"max_tokens":9,"suffix":"end"}"""));

        Assert.Equal((200, "suffix"), (reply.Status, reply.Head["x-gateway-dropped"]));
        Assert.Equal(("text_completion", "Once upon a time"), (reply.Json.GetProperty("object").GetString(), TextOf(reply.Json)));
        Assert.EndsWith("/messages", script.Only.Head.Target, StringComparison.Ordinal);
        Assert.Equal("Once", JsonElement.Parse(script.Only.Body).GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_stream_of_it_is_told_in_chunks_of_text()
    {
        _fleet.Main.Play(Answer.Stream(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}\n\n",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":4}}\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));

        var reply = await _fleet.SendAsync(CallerRequest.Post("/v1/completions", """{"model":"claude","prompt":"Once","stream":true}"""));

        var events = reply.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text["data: ".Length..]).ToList();
        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(["Hello", ""], events[..^1].Select(text => TextOf(JsonElement.Parse(text))));
        Assert.Equal("length", JsonElement.Parse(events[^2]).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Several_prompts_go_to_whom_takes_them_and_are_refused_elsewhere()
    {
        const string body = """{"model":"$","prompt":["a","b"]}""";
        var own = _fleet.Spare.Play(Answer.Json(Native));

        var refused = await _fleet.SendAsync(CallerRequest.Post("/v1/completions", body.Replace("$", "claude", StringComparison.Ordinal)));
        var served = await _fleet.SendAsync(CallerRequest.Post("/v1/completions", body.Replace("$", "any", StringComparison.Ordinal)));

        Assert.Equal((400, "unsupported_fields", "prompt"), (refused.Status, refused.ErrorCode, refused.Json.GetProperty("error").GetProperty("param").GetString()));
        Assert.Equal((200, Native), (served.Status, served.Text));
        Assert.Equal(body.Replace("$", "any", StringComparison.Ordinal), own.Only.Text);
    }

    [Theory]
    [InlineData("own")]
    [InlineData("qwq-plus")]
    public async Task Whoever_has_the_path_gets_and_gives_bytes(string model)
    {
        var body = $$"""{ "model":"{{model}}", "prompt":"x",  "odd":[1] }""";
        var script = _fleet.Spare.Play(Answer.Json(Native));

        var reply = await _fleet.SendAsync(CallerRequest.Post("/v1/completions", body));

        Assert.Equal((200, Native), (reply.Status, reply.Text));
        Assert.EndsWith("/completions", script.Only.Head.Target, StringComparison.Ordinal);
        Assert.Equal(body, script.Only.Text);
    }

    private static string? TextOf(JsonElement completion) => completion.GetProperty("choices")[0].GetProperty("text").GetString();
}
