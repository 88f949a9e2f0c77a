using System.Text;
using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>OpenAI Chat.</summary>
internal sealed class SpokenChat : SpokenDialect
{
    private const string Talk = """
        {"role":"user","content":"Both?"},
        {"role":"assistant","content":null,"tool_calls":[
          {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":0}"}},
          {"id":"call_2","type":"function","function":{"name":"g","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"call_1","content":"18"},
        {"role":"tool","tool_call_id":"call_2","content":"19"},
        {"role":"user","content":"Well?"}
        """;

    public override string Name => "openai-chat";

    public override string ProviderMembers => "type: openai-compatible, dialects: [openai-chat]";

    public override string ProviderModel => "chat-model";

    public override (string Header, string Prefix) KeyCarrier => ("authorization", "Bearer ");

    public override string? RequestIdHeader => "x-request-id";

    public override CallerRequest Ask(string model, bool tools, bool streams)
    {
        var stream = streams ? """ "stream":true,"stream_options":{"include_usage":true},""" : "";
        return CallerRequest.Chat(tools
            ? $$$"""{"model":"{{{model}}}",{{{stream}}} "max_completion_tokens":{{{MaxTokens}}},"messages":[{{{Talk}}}],"tool_choice":"required","tools":[{"type":"function","function":{"name":"f","description":"F","parameters":{{{Asked.Schema}}}}},{"type":"function","function":{"name":"g","description":"G"}}]}"""
            : $$"""{"model":"{{model}}",{{stream}} "max_completion_tokens":{{MaxTokens}},"temperature":0.5,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}""");
    }

    public override Said ReadAnswer(JsonElement answer)
    {
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.NotEmpty(answer.GetProperty("id").GetString()!);
        Assert.True(answer.GetProperty("created").GetInt64() > 0);
        var choice = Assert.Single(answer.GetProperty("choices").EnumerateArray());
        Assert.Equal(0, choice.GetProperty("index").GetInt32());
        var message = choice.GetProperty("message");
        Assert.Equal("assistant", message.GetProperty("role").GetString());
        return WithUsage(answer) with
        {
            Model = answer.GetProperty("model").GetString()!,
            Content = message.GetProperty("content").GetString() ?? "",
            Calls = message.TryGetProperty("tool_calls", out var calls) ? [.. calls.EnumerateArray().Select(CallOf)] : [],
            Stop = StopOf(choice.GetProperty("finish_reason")),
        };
    }

    public override Said ReadStream(string stream)
    {
        var events = Events.Unnamed(stream);
        Assert.Equal("[DONE]", events[^1]);
        var chunks = events[..^1].ConvertAll(data => JsonElement.Parse(data));
        AssertAreOfOneAnswer(chunks);

        // Usage comes last, in a chunk of its own.
        Assert.Empty(chunks[^1].GetProperty("choices").EnumerateArray());
        Assert.All(chunks[..^1], chunk => Assert.False(chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object));
        var choices = chunks[..^1].ConvertAll(chunk => Assert.Single(chunk.GetProperty("choices").EnumerateArray()));
        Assert.All(choices[..^1], choice => Assert.Equal(JsonValueKind.Null, choice.GetProperty("finish_reason").ValueKind));
        return WithUsage(chunks[^1]) with
        {
            Model = chunks[0].GetProperty("model").GetString()!,
            Content = TextOf(choices),
            Calls = CallsOf(choices),
            Stop = StopOf(choices[^1].GetProperty("finish_reason")),
        };
    }

    public override (string Text, Told Error) ReadBroken(string stream)
    {
        var events = Events.Unnamed(stream).ConvertAll(data => JsonElement.Parse(data));
        AssertAreOfOneAnswer(events[..^1]);
        return (TextOf(events[..^1].ConvertAll(chunk => Assert.Single(chunk.GetProperty("choices").EnumerateArray()))), ReadError(events[^1]));
    }

    public override Told ReadError(JsonElement body)
    {
        AssertOnly(body, "error");
        var error = body.GetProperty("error");
        Assert.True(error.TryGetProperty("code", out _) && error.TryGetProperty("param", out _));
        return new Told(null, error.GetProperty("type").GetString(), error.GetProperty("message").GetString());
    }

    public override string WordFor(int status) => OpenAiWords.For(status);

    public override string Target(bool streams) => "/chat/completions";

    public override Asked ReadRequest(JsonElement body)
    {
        AssertOnly(body, "model", "messages", "max_completion_tokens", "max_tokens", "temperature", "stream", "stream_options", "tools", "tool_choice");
        Assert.Equal(ProviderModel, body.GetProperty("model").GetString());
        if (body.TryGetProperty("stream", out var stream) && stream.GetBoolean())
        {
            Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        }

        var names = new Dictionary<string, string>();
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        return new Asked
        {
            System = string.Concat(messages.Where(IsSystem).Select(message => Asked.TextOf(message.GetProperty("content"), "text"))),
            Talk = [.. messages.Where(message => !IsSystem(message)).SelectMany(message => Lines(message, names))],
            Declared = body.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(ToolOf)] : [],
            Choice = body.TryGetProperty("tool_choice", out var choice) && choice.GetString() == "required" ? "any" : "",
            Temperature = body.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : null,
            MaxTokens = (body.TryGetProperty("max_completion_tokens", out var most) ? most : body.GetProperty("max_tokens")).GetInt64(),
        };
    }

    public override (int Status, string Body) Fail(int status, string message) => (status, OpenAiWords.Error(status, message));

    public override string FailWithin(string message) => Samples.Event(OpenAiWords.Error(503, message));

    private static bool IsSystem(JsonElement message) => message.GetProperty("role").GetString() is "system" or "developer";

    private static IEnumerable<string> Lines(JsonElement message, Dictionary<string, string> names)
    {
        switch (message.GetProperty("role").GetString())
        {
            case "tool":
                yield return $"result {names[message.GetProperty("tool_call_id").GetString()!]} {Asked.TextOf(message.GetProperty("content"), "text")}";
                break;
            case "assistant":
                foreach (var call in message.GetProperty("tool_calls").EnumerateArray())
                {
                    var function = call.GetProperty("function");
                    names.Add(call.GetProperty("id").GetString()!, function.GetProperty("name").GetString()!);
                    yield return Asked.CallOf(function.GetProperty("name").GetString(), function.GetProperty("arguments").GetString());
                }

                break;
            case var role:
                yield return $"{role}: {Asked.TextOf(message.GetProperty("content"), "text")}";
                break;
        }
    }

    private static string ToolOf(JsonElement tool)
    {
        Assert.Equal("function", tool.GetProperty("type").GetString());
        return Asked.ToolOf(tool.GetProperty("function"), "parameters");
    }

    private static Call CallOf(JsonElement call)
    {
        Assert.Equal("function", call.GetProperty("type").GetString());
        var function = call.GetProperty("function");
        return Call.Of(call.GetProperty("id").GetString(), function.GetProperty("name").GetString(), function.GetProperty("arguments").GetString());
    }

    private static void AssertAreOfOneAnswer(List<JsonElement> chunks)
    {
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Single(chunks.Select(chunk => (chunk.GetProperty("id").GetString(), chunk.GetProperty("model").GetString(), chunk.GetProperty("created").GetInt64())).Distinct());
        Assert.Equal("assistant", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.All(chunks[1..], chunk => Assert.DoesNotContain("\"role\"", chunk.GetRawText(), StringComparison.Ordinal));
    }

    private static string TextOf(List<JsonElement> choices) =>
        string.Concat(choices.Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""));

    private static List<Call> CallsOf(List<JsonElement> choices)
    {
        var calls = new List<(string Id, string Name, StringBuilder Arguments)>();
        foreach (var choice in choices)
        {
            if (!choice.GetProperty("delta").TryGetProperty("tool_calls", out var deltas))
            {
                continue;
            }

            foreach (var delta in deltas.EnumerateArray())
            {
                var index = delta.GetProperty("index").GetInt32();
                if (delta.TryGetProperty("id", out var id))
                {
                    Assert.Equal(calls.Count, index);
                    calls.Add((id.GetString()!, delta.GetProperty("function").GetProperty("name").GetString()!, new StringBuilder()));
                }

                // One call after the other.
                Assert.Equal(calls.Count - 1, index);
                calls[index].Arguments.Append(delta.TryGetProperty("function", out var function) ? function.GetProperty("arguments").GetString() : "");
            }
        }

        return calls.ConvertAll(call => Call.Of(call.Id, call.Name, call.Arguments.ToString()));
    }

    private static string StopOf(JsonElement reason) => reason.GetString() switch
    {
        "stop" => "stop",
        "tool_calls" => "tools",
        var other => other!,
    };

    private static Said WithUsage(JsonElement answer)
    {
        var usage = answer.GetProperty("usage");
        var (prompt, output) = (usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64());
        Assert.Equal(prompt + output, usage.GetProperty("total_tokens").GetInt64());
        return new Said
        {
            Prompt = prompt,
            Output = output,
            Cached = usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt64(),
            Reasoning = usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt64(),
        };
    }
}
