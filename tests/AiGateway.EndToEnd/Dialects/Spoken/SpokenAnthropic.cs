using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>Anthropic Messages.</summary>
internal sealed class SpokenAnthropic : SpokenDialect
{
    private const string Talk = """
        {"role":"user","content":"Both?"},
        {"role":"assistant","content":[
          {"type":"tool_use","id":"call_1","name":"f","input":{"a":0}},
          {"type":"tool_use","id":"call_2","name":"g","input":{}}]},
        {"role":"user","content":[
          {"type":"tool_result","tool_use_id":"call_1","content":"18"},
          {"type":"tool_result","tool_use_id":"call_2","content":[{"type":"text","text":"19"}]},
          {"type":"text","text":"Well?"}]}
        """;

    public override string Name => "anthropic";

    public override string ProviderMembers => "type: anthropic";

    public override string ProviderModel => "claude-sonnet-4-5";

    public override (string Header, string Prefix) KeyCarrier => ("x-api-key", "");

    public override string? RequestIdHeader => "request-id";

    public override CallerRequest Ask(string model, bool tools, bool streams)
    {
        var stream = streams ? """ "stream":true,""" : "";
        var request = CallerRequest.Post("/v1/messages", tools
            ? $$$"""{"model":"{{{model}}}",{{{stream}}} "max_tokens":{{{MaxTokens}}},"messages":[{{{Talk}}}],"tool_choice":{"type":"any"},"tools":[{"name":"f","description":"F","input_schema":{{{Asked.Schema}}}},{"name":"g","description":"G","input_schema":{"type":"object","properties":{} } }]}"""
            : $$"""{"model":"{{model}}",{{stream}} "max_tokens":{{MaxTokens}},"temperature":0.5,"system":"Be brief.","messages":[{"role":"user","content":"Hi"}]}""");
        return request.With(("anthropic-version", "2023-06-01"), ("anthropic-beta", "files-api-2025-04-14"));
    }

    public override Said ReadAnswer(JsonElement answer)
    {
        Assert.Equal(("message", "assistant"), (Events.TypeOf(answer), answer.GetProperty("role").GetString()));
        Assert.NotEmpty(answer.GetProperty("id").GetString()!);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("stop_sequence").ValueKind);
        var blocks = answer.GetProperty("content").EnumerateArray().ToList();
        Assert.All(blocks, block => Assert.Contains(Events.TypeOf(block), new[] { "text", "tool_use" }));
        return WithUsage(answer.GetProperty("usage")) with
        {
            Model = answer.GetProperty("model").GetString()!,
            Content = string.Concat(blocks.Where(block => Events.TypeOf(block) == "text").Select(block => block.GetProperty("text").GetString())),
            Calls = [.. blocks.Where(block => Events.TypeOf(block) == "tool_use").Select(block => Call.Of(IdOf(block), NameOf(block), block.GetProperty("input")))],
            Stop = StopOf(answer.GetProperty("stop_reason")),
        };
    }

    public override Said ReadStream(string stream)
    {
        var events = Events.Named(stream);
        Assert.Equal(["message_delta", "message_stop"], events[^2..].Select(Events.TypeOf));
        var content = new StringBuilder();
        var calls = new List<Call>();
        ReadBlocks(events[1..^2], content, calls);
        var usage = events[^2].GetProperty("usage");
        return WithUsage(usage) with
        {
            Model = ReadStart(events[0]),
            Content = content.ToString(),
            Calls = calls,
            Stop = StopOf(events[^2].GetProperty("delta").GetProperty("stop_reason")),
        };
    }

    public override (string Text, Told Error) ReadBroken(string stream)
    {
        var events = Events.Named(stream);
        ReadStart(events[0]);
        var content = new StringBuilder();
        ReadBlocks(events[1..^1], content, []);
        return (content.ToString(), ReadError(events[^1]));
    }

    public override Told ReadError(JsonElement body)
    {
        AssertOnly(body, "type", "error", "request_id");
        Assert.Equal("error", Events.TypeOf(body));
        var error = body.GetProperty("error");
        AssertOnly(error, "type", "message");
        return new Told(null, Events.TypeOf(error), error.GetProperty("message").GetString());
    }

    public override string WordFor(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 => "overloaded_error",
        504 => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    public override string Target(bool streams) => "/messages";

    public override Asked ReadRequest(JsonElement body)
    {
        AssertOnly(body, "model", "system", "messages", "max_tokens", "temperature", "stream", "tools", "tool_choice");
        Assert.Equal(ProviderModel, body.GetProperty("model").GetString());
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        Assert.All(messages.Select((message, index) => (message, index)), at => Assert.Equal(at.index % 2 == 0 ? "user" : "assistant", at.message.GetProperty("role").GetString()));
        var names = new Dictionary<string, string>();
        return new Asked
        {
            System = body.TryGetProperty("system", out var system) ? Asked.TextOf(system, "text") : "",
            Talk = [.. messages.SelectMany(message => Lines(message, names))],
            Declared = body.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(tool => Asked.ToolOf(tool, "input_schema"))] : [],
            Choice = body.TryGetProperty("tool_choice", out var choice) ? Events.TypeOf(choice) : "",
            Temperature = body.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : null,
            MaxTokens = body.GetProperty("max_tokens").GetInt64(),
        };
    }

    public override (int Status, string Body) Fail(int status, string message) =>
        (status == 503 ? 529 : status, $$$"""{"type":"error","error":{"type":"{{{WordFor(status)}}}","message":"{{{message}}}"},"request_id":"req_provider"}""");

    public override string FailWithin(string message) =>
        $$$"""
        event: error
        data: {"type":"error","error":{"type":"overloaded_error","message":"{{{message}}}"}}


        """;

    private static string ReadStart(JsonElement start)
    {
        Assert.Equal("message_start", Events.TypeOf(start));
        var message = start.GetProperty("message");
        Assert.Equal(("message", "assistant"), (Events.TypeOf(message), message.GetProperty("role").GetString()));
        Assert.Empty(message.GetProperty("content").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, message.GetProperty("stop_reason").ValueKind);
        Assert.True(message.GetProperty("usage").TryGetProperty("output_tokens", out _));
        return message.GetProperty("model").GetString()!;
    }

    // One block is open at a time.
    private static void ReadBlocks(List<JsonElement> events, StringBuilder content, List<Call> calls)
    {
        JsonElement? open = null;
        var arguments = new StringBuilder();
        var index = 0;
        foreach (var told in events.Where(told => Events.TypeOf(told) != "ping"))
        {
            Assert.Equal(index, told.GetProperty("index").GetInt32());
            switch (Events.TypeOf(told))
            {
                case "content_block_start":
                    Assert.Null(open);
                    open = told.GetProperty("content_block");
                    arguments.Clear();
                    break;
                case "content_block_delta":
                    var delta = told.GetProperty("delta");
                    Assert.Equal(Events.TypeOf(open!.Value) == "text" ? "text_delta" : "input_json_delta", Events.TypeOf(delta));
                    var into = Events.TypeOf(delta) == "text_delta" ? content : arguments;
                    into.Append(delta.GetProperty(into == content ? "text" : "partial_json").GetString());
                    break;
                case var type:
                    Assert.Equal("content_block_stop", type);
                    if (Events.TypeOf(open!.Value) == "tool_use")
                    {
                        Assert.Empty(open.Value.GetProperty("input").EnumerateObject());
                        calls.Add(Call.Of(IdOf(open.Value), NameOf(open.Value), arguments.Length == 0 ? "{}" : arguments.ToString()));
                    }

                    (open, index) = (null, index + 1);
                    break;
            }
        }
    }

    private static IEnumerable<string> Lines(JsonElement message, Dictionary<string, string> names)
    {
        var content = message.GetProperty("content");
        var role = message.GetProperty("role").GetString();
        if (content.ValueKind == JsonValueKind.String)
        {
            yield return $"{role}: {content.GetString()}";
            yield break;
        }

        var hasText = false;
        foreach (var block in content.EnumerateArray())
        {
            switch (Events.TypeOf(block))
            {
                case "tool_use":
                    names.Add(IdOf(block), NameOf(block));
                    yield return Asked.CallOf(NameOf(block), block.GetProperty("input").GetRawText());
                    break;
                case "tool_result":
                    // Results come first.
                    Assert.False(hasText);
                    yield return $"result {names[block.GetProperty("tool_use_id").GetString()!]} {Asked.TextOf(block.GetProperty("content"), "text")}";
                    break;
                case var type:
                    Assert.Equal("text", type);
                    hasText = true;
                    yield return $"{role}: {block.GetProperty("text").GetString()}";
                    break;
            }
        }
    }

    private static string IdOf(JsonElement block) => block.GetProperty("id").GetString()!;

    private static string NameOf(JsonElement block) => block.GetProperty("name").GetString()!;

    private static string StopOf(JsonElement reason) => reason.GetString() switch
    {
        "end_turn" => "stop",
        "tool_use" => "tools",
        var other => other!,
    };

    private static Said WithUsage(JsonElement usage)
    {
        var cached = usage.GetProperty("cache_read_input_tokens").GetInt64();
        return new Said
        {
            Prompt = usage.GetProperty("input_tokens").GetInt64() + usage.GetProperty("cache_creation_input_tokens").GetInt64() + cached,
            Cached = cached,
            Output = usage.GetProperty("output_tokens").GetInt64(),
            Reasoning = usage.GetProperty("output_tokens_details").GetProperty("thinking_tokens").GetInt64(),
        };
    }
}
