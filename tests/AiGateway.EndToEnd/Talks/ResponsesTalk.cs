using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Talks;

/// <summary>OpenAI Responses. Its clients send all items back as they came.</summary>
internal sealed class ResponsesTalk : TalkDialect
{
    public override string Name => "responses";

    public override string ProviderType => "type: openai-compatible, dialects: [openai-responses]";

    public override string ProviderModel => "responses-model";

    public override CallerRequest Ask(string model, JsonArray talk) => CallerRequest.Post("/v1/responses", new JsonObject
    {
        ["model"] = model,
        ["max_output_tokens"] = 8192,
        ["store"] = false,
        ["reasoning"] = new JsonObject { ["effort"] = "medium" },
        ["include"] = new JsonArray("reasoning.encrypted_content"),
        ["input"] = Copy(talk),
        ["tools"] = new JsonArray([.. Tools.Select(tool => JsonNode.Parse($$"""{"type":"function","name":"{{tool}}","parameters":{{Parameters}},"strict":false}"""))]),
    }.ToJsonString());

    public override void Say(JsonArray talk) => talk.Add(new JsonObject { ["role"] = "user", ["content"] = Question });

    public override IReadOnlyList<TalkCall> Hear(JsonArray talk, JsonNode answer)
    {
        foreach (var item in answer["output"]!.AsArray())
        {
            talk.Add(Copy(item));
        }

        return [.. answer["output"]!.AsArray().Where(item => (string?)item!["type"] == "function_call").Select(call => new TalkCall((string)call!["call_id"]!, (string)call["name"]!))];
    }

    public override void Give(JsonArray talk, IReadOnlyList<TalkCall> calls)
    {
        foreach (var call in calls.Reverse())
        {
            talk.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = call.Id, ["output"] = ResultOf(call.Name) });
        }
    }

    public override string? TextOf(JsonNode answer) => string.Concat(answer["output"]!.AsArray()
        .Where(item => (string?)item!["type"] == "message").SelectMany(item => item!["content"]!.AsArray()).Select(part => (string?)part!["text"]));

    public override string Answer(int number, params string[] tools)
    {
        var output = new JsonArray(JsonNode.Parse(
            $$$"""{"type":"reasoning","id":"rs_{{{number}}}","summary":[{"type":"summary_text","text":"Thought {{{number}}}"}],"encrypted_content":"encrypted{{{number}}}"}"""));
        foreach (var tool in tools)
        {
            output.Add(JsonNode.Parse(
                $$"""{"type":"function_call","id":"fc_{{tool}}_{{number}}","call_id":"call_{{tool}}_{{number}}","name":"{{tool}}","arguments":"{\"city\":\"Paris\"}","status":"completed"}"""));
        }

        if (tools.Length == 0)
        {
            output.Add(JsonNode.Parse(
                $$"""{"type":"message","id":"msg_{{number}}","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{Conclusion}}","annotations":[]}]}"""));
        }

        return $$$"""{"id":"resp_{{{number}}}","object":"response","created_at":1790000000,"status":"completed","error":null,"incomplete_details":null,"model":"responses-model","output":{{{output.ToJsonString()}}},"usage":{"input_tokens":9,"output_tokens":3,"total_tokens":12}}""";
    }

    public override IReadOnlyList<string> Read(JsonNode request)
    {
        var told = new List<string>();
        var open = new Dictionary<string, string>();
        foreach (var item in request["input"]!.AsArray())
        {
            switch ((string?)item!["type"])
            {
                case "reasoning":
                    told.Add(((string)item["encrypted_content"]!).Replace("encrypted", "thought ", StringComparison.Ordinal));
                    break;
                case "function_call":
                    open.Add((string)item["call_id"]!, (string)item["name"]!);
                    Assert.Equal("""{"city":"Paris"}""", (string?)item["arguments"]);
                    told.Add($"call {item["name"]}");
                    break;
                case "function_call_output":
                    Assert.True(open.Remove((string)item["call_id"]!, out var tool), request.ToJsonString());
                    Assert.Contains(ResultOf(tool), item["output"]!.ToJsonString(), StringComparison.Ordinal);
                    told.Add($"result {tool}");
                    break;
                default:
                    told.Add("user");
                    break;
            }
        }

        Assert.Empty(open);
        return told;
    }
}
