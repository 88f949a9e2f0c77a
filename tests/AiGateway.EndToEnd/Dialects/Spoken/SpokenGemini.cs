using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>Gemini.</summary>
internal sealed class SpokenGemini : SpokenDialect
{
    private const string Talk = """
        {"role":"user","parts":[{"text":"Both?"}]},
        {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":0}}},{"functionCall":{"name":"g","args":{}}}]},
        {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"18"}}},{"functionResponse":{"name":"g","response":{"result":"19"}}},{"text":"Well?"}]}
        """;

    public override string Name => "gemini";

    public override string ProviderMembers => "type: gemini";

    public override string ProviderModel => "gemini-2.5-flash";

    public override (string Header, string Prefix) KeyCarrier => ("x-goog-api-key", "");

    public override string? RequestIdHeader => null;

    protected override string LineEnd => "\r\n";

    public override CallerRequest Ask(string model, bool tools, bool streams)
    {
        var verb = streams ? "streamGenerateContent?alt=sse" : "generateContent";
        return CallerRequest.Post($"/v1beta/models/{model}:{verb}", tools
            ? $$$"""{"contents":[{{{Talk}}}],"generationConfig":{"maxOutputTokens":{{{MaxTokens}}}},"toolConfig":{"functionCallingConfig":{"mode":"ANY"}},"tools":[{"functionDeclarations":[{"name":"f","description":"F","parameters":{{{Asked.Schema}}}},{"name":"g","description":"G"}]}]}"""
            : $$$"""{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"maxOutputTokens":{{{MaxTokens}}},"temperature":0.5}}""");
    }

    public override Said ReadAnswer(JsonElement answer)
    {
        Assert.NotEmpty(answer.GetProperty("responseId").GetString()!);
        var candidate = CandidateOf(answer);
        var parts = PartsOf(candidate);
        Assert.Equal("STOP", candidate.GetProperty("finishReason").GetString());
        return WithUsage(answer) with
        {
            Model = answer.GetProperty("modelVersion").GetString()!,
            Content = TextOf(parts),
            Calls = CallsOf(parts),
            Stop = CallsOf(parts).Count > 0 ? "tools" : "stop",
        };
    }

    public override Said ReadStream(string stream) => ReadChunks(Events.Unnamed(stream, LineEnd).ConvertAll(data => JsonElement.Parse(data)));

    /// <summary>What the chunks of a stream say, however they came.</summary>
    public static Said ReadChunks(IReadOnlyList<JsonElement> chunks)
    {
        var candidates = chunks.Select(CandidateOf).ToList();
        var parts = candidates.SelectMany(PartsOf).ToList();
        Assert.All(candidates.SkipLast(1), candidate => Assert.False(candidate.TryGetProperty("finishReason", out _)));
        Assert.Equal("STOP", candidates[^1].GetProperty("finishReason").GetString());
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("responseId").GetString()).Distinct());
        return WithUsage(chunks[^1]) with
        {
            Model = Assert.Single(chunks.Select(chunk => chunk.GetProperty("modelVersion").GetString()!).Distinct()),
            Content = TextOf(parts),
            Calls = CallsOf(parts),
            Stop = CallsOf(parts).Count > 0 ? "tools" : "stop",
        };
    }

    public override (string Text, Told Error) ReadBroken(string stream)
    {
        var chunks = Events.Unnamed(stream, LineEnd).ConvertAll(data => JsonElement.Parse(data));
        Assert.All(chunks[..^1], chunk => Assert.False(CandidateOf(chunk).TryGetProperty("finishReason", out _)));
        return (TextOf([.. chunks[..^1].SelectMany(chunk => PartsOf(CandidateOf(chunk)))]), ReadError(chunks[^1]));
    }

    public override Told ReadError(JsonElement body)
    {
        AssertOnly(body, "error");
        var error = body.GetProperty("error");
        return new Told(error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString(), error.GetProperty("message").GetString());
    }

    public override string WordFor(int status) => status switch
    {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        >= 500 => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };

    public override string Target(bool streams) => $"/models/{ProviderModel}:" + (streams ? "streamGenerateContent?alt=sse" : "generateContent");

    public override Asked ReadRequest(JsonElement body)
    {
        AssertOnly(body, "contents", "systemInstruction", "generationConfig", "tools", "toolConfig");
        var settings = body.GetProperty("generationConfig");
        AssertOnly(settings, "maxOutputTokens", "temperature");
        return new Asked
        {
            System = body.TryGetProperty("systemInstruction", out var system) ? string.Concat(system.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("text").GetString())) : "",
            Talk = [.. body.GetProperty("contents").EnumerateArray().SelectMany(Lines)],
            Declared = body.TryGetProperty("tools", out var tools) ? [.. Assert.Single(tools.EnumerateArray()).GetProperty("functionDeclarations").EnumerateArray().Select(ToolOf)] : [],
            Choice = body.TryGetProperty("toolConfig", out var choice) && choice.GetProperty("functionCallingConfig").GetProperty("mode").GetString() == "ANY" ? "any" : "",
            Temperature = settings.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : null,
            MaxTokens = settings.GetProperty("maxOutputTokens").GetInt64(),
        };
    }

    public override (int Status, string Body) Fail(int status, string message)
    {
        var details = status == 429 ? ""","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"7s"}]""" : "";
        return (status, $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{WordFor(status)}}}"{{{details}}}}}""");
    }

    public override string FailWithin(string message) => $"data: {Fail(503, message).Body}\r\n\r\n";

    private static JsonElement CandidateOf(JsonElement chunk)
    {
        var candidate = Assert.Single(chunk.GetProperty("candidates").EnumerateArray());
        Assert.Equal(0, candidate.GetProperty("index").GetInt32());
        return candidate;
    }

    private static List<JsonElement> PartsOf(JsonElement candidate)
    {
        Assert.Equal("model", candidate.GetProperty("content").GetProperty("role").GetString());
        return [.. candidate.GetProperty("content").GetProperty("parts").EnumerateArray()];
    }

    private static string TextOf(List<JsonElement> parts) => string.Concat(parts.Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""));

    private static List<Call> CallsOf(List<JsonElement> parts) =>
    [
        .. parts.Where(part => part.TryGetProperty("functionCall", out _)).Select(part => part.GetProperty("functionCall"))
            .Select(call => Call.Of(call.GetProperty("id").GetString(), call.GetProperty("name").GetString(), call.GetProperty("args"))),
    ];

    private static IEnumerable<string> Lines(JsonElement content)
    {
        foreach (var part in content.GetProperty("parts").EnumerateArray())
        {
            if (part.TryGetProperty("functionCall", out var call))
            {
                yield return Asked.CallOf(call.GetProperty("name").GetString(), call.GetProperty("args").GetRawText());
            }
            else if (part.TryGetProperty("functionResponse", out var response))
            {
                yield return $"result {response.GetProperty("name").GetString()} {response.GetProperty("response").GetProperty("result").GetString()}";
            }
            else
            {
                yield return $"{content.GetProperty("role").GetString()}: {part.GetProperty("text").GetString()}";
            }
        }
    }

    private static string ToolOf(JsonElement tool) => Asked.ToolOf(tool, tool.TryGetProperty("parametersJsonSchema", out _) ? "parametersJsonSchema" : "parameters");

    private static Said WithUsage(JsonElement chunk)
    {
        var usage = chunk.GetProperty("usageMetadata");
        var (prompt, thoughts) = (usage.GetProperty("promptTokenCount").GetInt64(), usage.GetProperty("thoughtsTokenCount").GetInt64());
        var output = usage.GetProperty("candidatesTokenCount").GetInt64() + thoughts;
        Assert.Equal(prompt + output, usage.GetProperty("totalTokenCount").GetInt64());
        return new Said { Prompt = prompt, Output = output, Cached = usage.GetProperty("cachedContentTokenCount").GetInt64(), Reasoning = thoughts };
    }
}
