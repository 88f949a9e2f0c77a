using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Talks;

/// <summary>Gemini. Its calls have no ids of their own, so that results stand in the order of the calls; signatures stand on the first call of a turn.</summary>
internal sealed class GeminiTalk : TalkDialect
{
    public override string Name => "gemini";

    public override string ProviderType => "type: gemini";

    public override string ProviderModel => "gemini-2.5-pro";

    public override CallerRequest Ask(string model, JsonArray talk) => CallerRequest.Post($"/v1beta/models/{model}:generateContent", new JsonObject
    {
        ["contents"] = Copy(talk),
        ["generationConfig"] = JsonNode.Parse("""{"maxOutputTokens":8192,"thinkingConfig":{"thinkingBudget":2048}}"""),
        ["tools"] = new JsonArray(new JsonObject
        {
            ["functionDeclarations"] = new JsonArray([.. Tools.Select(tool => JsonNode.Parse($$"""{"name":"{{tool}}","parametersJsonSchema":{{Parameters}}}"""))]),
        }),
    }.ToJsonString());

    public override void Say(JsonArray talk) => talk.Add(JsonNode.Parse($$"""{"role":"user","parts":[{"text":"{{Question}}"}]}"""));

    public override IReadOnlyList<TalkCall> Hear(JsonArray talk, JsonNode answer)
    {
        var content = answer["candidates"]![0]!["content"]!;
        talk.Add(Copy(content));
        return [.. content["parts"]!.AsArray().Where(part => part!["functionCall"] is not null)
            .Select(part => new TalkCall((string?)part!["functionCall"]!["id"] ?? "", (string)part["functionCall"]!["name"]!))];
    }

    public override void Give(JsonArray talk, IReadOnlyList<TalkCall> calls)
    {
        var parts = new JsonArray();
        foreach (var call in calls)
        {
            var response = new JsonObject { ["name"] = call.Name, ["response"] = new JsonObject { ["result"] = ResultOf(call.Name) } };
            if (call.Id.Length > 0)
            {
                response["id"] = call.Id;
            }

            parts.Add(new JsonObject { ["functionResponse"] = response });
        }

        talk.Add(new JsonObject { ["role"] = "user", ["parts"] = parts });
    }

    public override string? TextOf(JsonNode answer) => string.Concat(answer["candidates"]![0]!["content"]!["parts"]!.AsArray()
        .Where(part => part!["thought"] is null).Select(part => (string?)part!["text"]));

    public override string Answer(int number, params string[] tools)
    {
        var parts = new JsonArray(new JsonObject { ["text"] = $"Thought {number}", ["thought"] = true });
        for (var at = 0; at < tools.Length; at++)
        {
            var part = JsonNode.Parse($$$$"""{"functionCall":{"name":"{{{{tools[at]}}}}","args":{"city":"Paris"}}}""")!.AsObject();
            if (at == 0)
            {
                part["thoughtSignature"] = $"thought{number}";
            }

            parts.Add(part);
        }

        if (tools.Length == 0)
        {
            parts.Add(new JsonObject { ["text"] = Conclusion });
        }

        return $$$"""{"candidates":[{"content":{"parts":{{{parts.ToJsonString()}}},"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"totalTokenCount":12},"modelVersion":"gemini-2.5-pro","responseId":"response{{{number}}}"}""";
    }

    public override IReadOnlyList<string> Read(JsonNode request)
    {
        var told = new List<string>();
        var open = new Queue<string>();
        foreach (var part in request["contents"]!.AsArray().SelectMany(content => content!["parts"]!.AsArray()))
        {
            if (part!["functionCall"] is { } call)
            {
                if ((string?)part["thoughtSignature"] is { } signature)
                {
                    told.Add(signature.Replace("thought", "thought ", StringComparison.Ordinal));
                }

                open.Enqueue((string)call["name"]!);
                Assert.Equal("""{"city":"Paris"}""", call["args"]!.ToJsonString());
                told.Add($"call {call["name"]}");
            }
            else if (part["functionResponse"] is { } response)
            {
                Assert.Equal(open.Dequeue(), (string?)response["name"]);
                Assert.Contains(ResultOf((string)response["name"]!), response["response"]!.ToJsonString(), StringComparison.Ordinal);
                told.Add($"result {response["name"]}");
            }
            else if (part["thought"] is null)
            {
                told.Add("user");
            }
        }

        Assert.Empty(open);
        return told;
    }
}
