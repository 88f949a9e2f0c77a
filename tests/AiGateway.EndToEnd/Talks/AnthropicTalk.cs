using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Talks;

/// <summary>Anthropic Messages. Its clients send all blocks back as they came; all results of one turn's calls stand in the turn behind it.</summary>
internal sealed class AnthropicTalk : TalkDialect
{
    public override string Name => "anthropic";

    public override string ProviderType => "type: anthropic";

    public override string ProviderModel => "claude-sonnet-4-5";

    public override CallerRequest Ask(string model, JsonArray talk) => CallerRequest.Post("/v1/messages", new JsonObject
    {
        ["model"] = model,
        ["max_tokens"] = 8192,
        ["thinking"] = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = 2048 },
        ["messages"] = Copy(talk),
        ["tools"] = new JsonArray([.. Tools.Select(tool => JsonNode.Parse($$"""{"name":"{{tool}}","input_schema":{{Parameters}}}"""))]),
    }.ToJsonString());

    public override void Say(JsonArray talk) => talk.Add(new JsonObject { ["role"] = "user", ["content"] = Question });

    public override IReadOnlyList<TalkCall> Hear(JsonArray talk, JsonNode answer)
    {
        talk.Add(new JsonObject { ["role"] = "assistant", ["content"] = Copy(answer["content"]) });
        return [.. answer["content"]!.AsArray().Where(block => (string?)block!["type"] == "tool_use").Select(call => new TalkCall((string)call!["id"]!, (string)call["name"]!))];
    }

    public override void Give(JsonArray talk, IReadOnlyList<TalkCall> calls) => talk.Add(new JsonObject
    {
        ["role"] = "user",
        ["content"] = new JsonArray([.. calls.Reverse().Select(call => new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = call.Id, ["content"] = ResultOf(call.Name) })]),
    });

    public override string? TextOf(JsonNode answer) =>
        string.Concat(answer["content"]!.AsArray().Where(block => (string?)block!["type"] == "text").Select(block => (string?)block!["text"]));

    public override string Answer(int number, params string[] tools)
    {
        var content = new JsonArray(new JsonObject { ["type"] = "thinking", ["thinking"] = $"Thought {number}", ["signature"] = $"signature{number}" });
        foreach (var tool in tools)
        {
            // What its newest models say of who called is of no use to anybody.
            content.Add(JsonNode.Parse($$$"""{"type":"tool_use","id":"toolu_{{{tool}}}_{{{number}}}","name":"{{{tool}}}","input":{"city":"Paris"},"caller":{"type":"direct"}}"""));
        }

        if (tools.Length == 0)
        {
            content.Add(new JsonObject { ["type"] = "text", ["text"] = Conclusion });
        }

        return $$$"""{"id":"msg_{{{number}}}","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":{{{content.ToJsonString()}}},"stop_reason":"{{{(tools.Length > 0 ? "tool_use" : "end_turn")}}}","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":3}}""";
    }

    public override IReadOnlyList<string> Read(JsonNode request)
    {
        var told = new List<string>();
        var open = new Dictionary<string, string>();
        var before = "";
        foreach (var message in request["messages"]!.AsArray())
        {
            Assert.NotEqual(before, before = (string)message!["role"]!);
            foreach (var block in message["content"] is JsonArray blocks ? blocks : [JsonNode.Parse("""{"type":"text"}""")])
            {
                told.Add(Read(block!, open));
            }

            Assert.True(before == "assistant" || open.Count == 0, request.ToJsonString());
        }

        return told;
    }

    private static string Read(JsonNode block, Dictionary<string, string> open)
    {
        switch ((string?)block["type"])
        {
            case "thinking":
                Assert.Equal(((string)block["thinking"]!).Replace("Thought ", "signature", StringComparison.Ordinal), (string?)block["signature"]);
                return ((string)block["thinking"]!).ToLowerInvariant();
            case "tool_use":
                open.Add((string)block["id"]!, (string)block["name"]!);
                Assert.Equal("""{"city":"Paris"}""", block["input"]!.ToJsonString());
                return $"call {block["name"]}";
            case "tool_result":
                Assert.True(open.Remove((string)block["tool_use_id"]!, out var tool));
                Assert.Contains(ResultOf(tool), block["content"]!.ToJsonString(), StringComparison.Ordinal);
                return $"result {tool}";
            default:
                return "user";
        }
    }
}
