using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Talks;

/// <summary>OpenAI Chat. Its clients send no reasoning back.</summary>
internal sealed class ChatTalk : TalkDialect
{
    public override string Name => "chat";

    public override string ProviderType => "type: openai-compatible, dialects: [openai-chat]";

    public override string ProviderModel => "chat-model";

    public override CallerRequest Ask(string model, JsonArray talk) => CallerRequest.Chat(new JsonObject
    {
        ["model"] = model,
        ["max_tokens"] = 8192,
        ["reasoning_effort"] = "medium",
        ["messages"] = Copy(talk),
        ["tools"] = new JsonArray([.. Tools.Select(tool => JsonNode.Parse($$$"""{"type":"function","function":{"name":"{{{tool}}}","parameters":{{{Parameters}}}}}"""))]),
    }.ToJsonString());

    public override void Say(JsonArray talk) => talk.Add(new JsonObject { ["role"] = "user", ["content"] = Question });

    public override IReadOnlyList<TalkCall> Hear(JsonArray talk, JsonNode answer)
    {
        var message = Copy(answer["choices"]![0]!["message"]).AsObject();
        message.Remove("reasoning_content");
        talk.Add(message);
        return [.. (message["tool_calls"]?.AsArray() ?? []).Select(call => new TalkCall((string)call!["id"]!, (string)call["function"]!["name"]!))];
    }

    public override void Give(JsonArray talk, IReadOnlyList<TalkCall> calls)
    {
        foreach (var call in calls.Reverse())
        {
            talk.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = call.Id, ["content"] = ResultOf(call.Name) });
        }
    }

    public override string? TextOf(JsonNode answer) => (string?)answer["choices"]![0]!["message"]!["content"];

    public override string Answer(int number, params string[] tools)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = tools.Length > 0 ? null : Conclusion, ["reasoning_content"] = $"Thought {number}" };
        if (tools.Length > 0)
        {
            message["tool_calls"] = new JsonArray([.. tools.Select(tool =>
                JsonNode.Parse($$$"""{"id":"call_{{{tool}}}_{{{number}}}","type":"function","function":{"name":"{{{tool}}}","arguments":"{\"city\":\"Paris\"}"}}"""))]);
        }

        return $$$"""{"id":"chatcmpl-{{{number}}}","object":"chat.completion","created":1790000000,"model":"chat-model","choices":[{"index":0,"message":{{{message.ToJsonString()}}},"finish_reason":"{{{(tools.Length > 0 ? "tool_calls" : "stop")}}}"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""";
    }

    public override IReadOnlyList<string> Read(JsonNode request)
    {
        var told = new List<string>();
        var open = new Dictionary<string, string>();
        foreach (var message in request["messages"]!.AsArray())
        {
            var role = (string)message!["role"]!;
            if (role == "tool")
            {
                Assert.True(open.Remove((string)message["tool_call_id"]!, out var tool), request.ToJsonString());
                Assert.Contains(ResultOf(tool), message["content"]!.ToJsonString(), StringComparison.Ordinal);
                told.Add($"result {tool}");
                continue;
            }

            Assert.Empty(open);
            if (role == "user")
            {
                told.Add("user");
            }

            if ((string?)message["reasoning_content"] is { } thought)
            {
                told.Add(thought.ToLowerInvariant());
            }

            foreach (var call in message["tool_calls"]?.AsArray() ?? [])
            {
                var name = (string)call!["function"]!["name"]!;
                open.Add((string)call["id"]!, name);
                Assert.Equal("""{"city":"Paris"}""", (string?)call["function"]!["arguments"]);
                told.Add($"call {name}");
            }
        }

        Assert.Empty(open);
        return told;
    }
}
