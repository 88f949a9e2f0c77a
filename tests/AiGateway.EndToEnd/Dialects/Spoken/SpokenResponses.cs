using System.Text.Json;

namespace AiGateway.EndToEnd.Dialects.Spoken;

/// <summary>OpenAI Responses.</summary>
internal sealed class SpokenResponses : SpokenDialect
{
    private const string Talk = """
        {"role":"user","content":[{"type":"input_text","text":"Both?"}]},
        {"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":0}"},
        {"type":"function_call","call_id":"call_2","name":"g","arguments":"{}"},
        {"type":"function_call_output","call_id":"call_1","output":"18"},
        {"type":"function_call_output","call_id":"call_2","output":"19"},
        {"role":"user","content":"Well?"}
        """;

    public override string Name => "openai-responses";

    public override string ProviderMembers => "type: openai-compatible, dialects: [openai-responses]";

    public override string ProviderModel => "responses-model";

    public override (string Header, string Prefix) KeyCarrier => ("authorization", "Bearer ");

    public override string? RequestIdHeader => "x-request-id";

    public override CallerRequest Ask(string model, bool tools, bool streams)
    {
        var stream = streams ? """ "stream":true,""" : "";
        return CallerRequest.Post("/v1/responses", tools
            ? $$$"""{"model":"{{{model}}}","store":false,{{{stream}}} "max_output_tokens":{{{MaxTokens}}},"input":[{{{Talk}}}],"tool_choice":"required","tools":[{"type":"function","name":"f","description":"F","parameters":{{{Asked.Schema}}},"strict":false},{"type":"function","name":"g","description":"G","parameters":{"type":"object","properties":{}},"strict":false}]}"""
            : $$"""{"model":"{{model}}","store":false,{{stream}} "max_output_tokens":{{MaxTokens}},"temperature":0.5,"instructions":"Be brief.","input":"Hi"}""");
    }

    public override Said ReadAnswer(JsonElement answer)
    {
        Assert.Equal(("response", "completed"), (answer.GetProperty("object").GetString(), answer.GetProperty("status").GetString()));
        Assert.NotEmpty(answer.GetProperty("id").GetString()!);
        Assert.True(answer.GetProperty("created_at").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
        var items = answer.GetProperty("output").EnumerateArray().ToList();
        Assert.All(items, item => Assert.Equal("completed", item.GetProperty("status").GetString()));
        Assert.Equal(items.Count, items.Select(item => item.GetProperty("id").GetString()).Distinct().Count());
        var calls = items.Where(item => Events.TypeOf(item) == "function_call").ToList();
        var usage = answer.GetProperty("usage");
        var (prompt, output) = (usage.GetProperty("input_tokens").GetInt64(), usage.GetProperty("output_tokens").GetInt64());
        Assert.Equal(prompt + output, usage.GetProperty("total_tokens").GetInt64());
        return new Said
        {
            Model = answer.GetProperty("model").GetString()!,
            Content = string.Concat(items.Where(item => Events.TypeOf(item) == "message").Select(TextOf)),
            Calls = [.. calls.Select(call => Call.Of(call.GetProperty("call_id").GetString(), call.GetProperty("name").GetString(), call.GetProperty("arguments").GetString()))],
            Stop = calls.Count > 0 ? "tools" : "stop",
            Prompt = prompt,
            Output = output,
            Cached = usage.GetProperty("input_tokens_details").GetProperty("cached_tokens").GetInt64(),
            Reasoning = usage.GetProperty("output_tokens_details").GetProperty("reasoning_tokens").GetInt64(),
        };
    }

    public override Said ReadStream(string stream)
    {
        var events = Events.Named(stream);
        var progress = new ResponsesProgress(events);
        progress.ReadItems();
        var last = progress.Take("response.completed").GetProperty("response");
        progress.AssertIsAtEnd();
        Assert.Equal(progress.Items.ConvertAll(item => item.GetRawText()), last.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()));
        var said = ReadAnswer(last);
        Assert.Equal(said.Content, progress.Text);
        return said;
    }

    public override (string Text, Told Error) ReadBroken(string stream)
    {
        var events = Events.Named(stream);
        if (Events.TypeOf(events[^1]) == "response.failed")
        {
            AssertFailed(events[^1], events[^2], number: events.Count - 1);
            events.RemoveAt(events.Count - 1);
        }

        var error = events[^1];
        Assert.Equal("error", Events.TypeOf(error));
        Assert.Equal(error.GetProperty("message").GetString(), error.GetProperty("error").GetProperty("message").GetString());
        if (error.TryGetProperty("sequence_number", out var number))
        {
            Assert.Equal(events.Count - 1, number.GetInt32());
        }

        var progress = new ResponsesProgress(events[..^1]);
        progress.ReadItems();
        progress.AssertIsAtEnd();
        return (progress.Text, ErrorOf(error.GetProperty("error")));
    }

    public override Told ReadError(JsonElement body)
    {
        AssertOnly(body, "error");
        return ErrorOf(body.GetProperty("error"));
    }

    public override string WordFor(int status) => OpenAiWords.For(status);

    public override string Target(bool streams) => "/responses";

    public override Asked ReadRequest(JsonElement body)
    {
        AssertOnly(body, "model", "instructions", "input", "max_output_tokens", "temperature", "stream", "store", "include", "tools", "tool_choice");
        Assert.Equal(ProviderModel, body.GetProperty("model").GetString());
        Assert.False(body.GetProperty("store").GetBoolean());
        var input = body.GetProperty("input");
        var names = new Dictionary<string, string>();
        return new Asked
        {
            System = body.TryGetProperty("instructions", out var instructions) ? instructions.GetString()! : "",
            Talk = input.ValueKind == JsonValueKind.String ? [$"user: {input.GetString()}"] : [.. input.EnumerateArray().Select(item => LineOf(item, names))],
            Declared = body.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray().Select(ToolOf)] : [],
            Choice = body.TryGetProperty("tool_choice", out var choice) && choice.GetString() == "required" ? "any" : "",
            Temperature = body.TryGetProperty("temperature", out var temperature) ? temperature.GetDouble() : null,
            MaxTokens = body.GetProperty("max_output_tokens").GetInt64(),
        };
    }

    public override (int Status, string Body) Fail(int status, string message) => (status, OpenAiWords.Error(status, message));

    public override string FailWithin(string message) =>
        $$"""
        event: error
        data: {"type":"error","sequence_number":5,"code":"server_is_overloaded","message":"{{message}}","param":null}


        """;

    private static void AssertFailed(JsonElement failed, JsonElement error, int number)
    {
        var response = failed.GetProperty("response");
        Assert.Equal((number, "failed"), (failed.GetProperty("sequence_number").GetInt32(), response.GetProperty("status").GetString()));
        Assert.Equal(error.GetProperty("message").GetString(), response.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(error.GetProperty("code").GetString(), response.GetProperty("error").GetProperty("code").GetString());
    }

    private static string TextOf(JsonElement message)
    {
        Assert.Equal("assistant", message.GetProperty("role").GetString());
        return Asked.TextOf(message.GetProperty("content"), "output_text");
    }

    private static Told ErrorOf(JsonElement error)
    {
        Assert.True(error.TryGetProperty("code", out _) && error.TryGetProperty("param", out _));
        return new Told(null, error.GetProperty("type").GetString(), error.GetProperty("message").GetString());
    }

    private static string LineOf(JsonElement item, Dictionary<string, string> names)
    {
        switch (item.TryGetProperty("type", out var type) ? type.GetString() : "message")
        {
            case "function_call":
                names.Add(item.GetProperty("call_id").GetString()!, item.GetProperty("name").GetString()!);
                return Asked.CallOf(item.GetProperty("name").GetString(), item.GetProperty("arguments").GetString());
            case "function_call_output":
                return $"result {names[item.GetProperty("call_id").GetString()!]} {Asked.TextOf(item.GetProperty("output"), "input_text")}";
            case var other:
                Assert.Equal("message", other);
                return $"{item.GetProperty("role").GetString()}: {Asked.TextOf(item.GetProperty("content"), "input_text", "output_text")}";
        }
    }

    private static string ToolOf(JsonElement tool)
    {
        Assert.Equal("function", tool.GetProperty("type").GetString());
        return Asked.ToolOf(tool, "parameters");
    }
}
