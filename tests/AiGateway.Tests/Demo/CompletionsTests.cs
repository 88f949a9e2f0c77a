using System.Net;
using System.Text.Json;

namespace AiGateway.Tests.Demo;

public sealed class CompletionsTests
{
    [Fact]
    public async Task Sixteen_tokens_are_the_default()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("completions", """{"model":"sim-chat","prompt":"Once upon a time"}""");
        Assert.StartsWith("cmpl-", answer.GetProperty("id").GetString());
        Assert.Equal("text_completion", answer.GetProperty("object").GetString());
        Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(16, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(4, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Each_prompt_gets_its_choices()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("completions", """{"model":"sim-chat","prompt":["One",[1,2]],"n":2,"max_tokens":200,"echo":true}""");
        var choices = answer.GetProperty("choices").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2, 3], choices.Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.All(choices[..2], choice => Assert.StartsWith("OneHello!", choice.GetProperty("text").GetString()));
        Assert.All(choices[2..], choice => Assert.StartsWith("<1> <2>Hello!", choice.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_stream_carries_the_same_text()
    {
        await using var server = await SimulatedServer.StartAsync();
        var whole = await server.AskAsync("completions", """{"model":"sim-chat","prompt":"Hi","max_tokens":200}""");
        var events = await server.StreamAsync("completions", """{"model":"sim-chat","prompt":"Hi","max_tokens":200,"stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(whole.GetProperty("usage").GetRawText(), events[^2].Json.GetProperty("usage").GetRawText());
        var chunks = events[..^2].Select(one => one.Json.GetProperty("choices")[0]).ToList();
        Assert.Equal(whole.GetProperty("choices")[0].GetProperty("text").GetString(), string.Concat(chunks.Select(chunk => chunk.GetProperty("text").GetString())));
        Assert.Equal(["stop"], chunks.Select(chunk => chunk.GetProperty("finish_reason").GetString()).OfType<string>());
        Assert.All(events[..^2], one => Assert.Equal(JsonValueKind.Null, one.Json.GetProperty("usage").ValueKind));
    }

    [Theory]
    [InlineData("""{"model":"sim-chat"}""", "prompt")]
    [InlineData("""{"model":"sim-chat","prompt":{}}""", "prompt")]
    [InlineData("""{"model":"sim-chat","prompt":["a",{}]}""", "prompt")]
    [InlineData("""{"model":"sim-chat","prompt":"Hi","n":999}""", "n")]
    public async Task A_bad_field_is_named(string body, string param)
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.Equal(param, (await server.RefusalAsync("completions", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task A_long_prompt_is_not_echoed_again_and_again()
    {
        await using var server = await SimulatedServer.StartAsync();
        var body = $$"""{"model":"sim-chat","prompt":"{{new string('a', 1_000_000)}}","n":128,"echo":true}""";
        Assert.Equal("echo", (await server.RefusalAsync("completions", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }
}
