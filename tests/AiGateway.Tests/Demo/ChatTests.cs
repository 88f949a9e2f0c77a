using System.Net;
using System.Text.Json;

namespace AiGateway.Tests.Demo;

public sealed class ChatTests
{
    [Fact]
    public async Task An_answer_has_openais_shape_and_quotes_the_question()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("What is the capital of France?");

        Assert.StartsWith("chatcmpl-", answer.GetProperty("id").GetString());
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal(HurriedTime.Start.ToUnixTimeSeconds(), answer.GetProperty("created").GetInt64());
        Assert.Equal("sim-chat", answer.GetProperty("model").GetString());
        var choice = Assert.Single(answer.GetProperty("choices").EnumerateArray());
        Assert.Equal(0, choice.GetProperty("index").GetInt32());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("logprobs").ValueKind);
        var message = choice.GetProperty("message");
        Assert.Equal("assistant", message.GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, message.GetProperty("refusal").ValueKind);
        Assert.Contains("simulated model", Text(answer));
        Assert.Contains("What is the capital of France?", Text(answer));
        var usage = answer.GetProperty("usage");
        Assert.Equal(4 + 8, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.True(usage.GetProperty("completion_tokens").GetInt32() > 10);
        Assert.Equal(
            usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32());
        Assert.Equal(0, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    [Fact]
    public async Task A_Chinese_question_gets_a_Chinese_answer()
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.StartsWith("你好！我是一个模拟模型。你说的是：“法国的首都是哪里？”", Text(await server.ChatAsync("法国的首都是哪里？")));
    }

    [Fact]
    public async Task The_same_request_gets_the_same_answer_and_another_seed_another()
    {
        await using var server = await SimulatedServer.StartAsync();
        var first = Text(await server.ChatAsync("Hi", "\"seed\":7"));
        Assert.Equal(first, Text(await server.ChatAsync("Hi", "\"seed\":7")));
        Assert.NotEqual(first, Text(await server.ChatAsync("Hi", "\"seed\":8")));
    }

    [Fact]
    public async Task A_stream_carries_the_same_answer_chunk_by_chunk()
    {
        await using var server = await SimulatedServer.StartAsync();
        var whole = Text(await server.ChatAsync("Hello there"));
        var events = await server.ChatStreamAsync("Hello there");

        Assert.Equal("[DONE]", events[^1].Data);
        Assert.All(events, one => Assert.Null(one.Name));
        var chunks = events[..^1];
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.Json.GetProperty("object").GetString()));
        Assert.Single(chunks.Select(chunk => chunk.Json.GetProperty("id").GetString()).Distinct());
        Assert.All(chunks, chunk => Assert.False(chunk.Json.TryGetProperty("usage", out _)));
        Assert.Equal("""{"role":"assistant","content":"","refusal":null}""", chunks[0].Delta.GetRawText());
        Assert.Equal("{}", chunks[^1].Delta.GetRawText());
        Assert.Equal(["stop"], chunks.Select(Finish).OfType<string>());
        Assert.Equal(whole, string.Concat(chunks[1..^1].Select(chunk => chunk.Delta.GetProperty("content").GetString())));
        Assert.All(chunks[1..^1], chunk => Assert.InRange(chunk.Delta.GetProperty("content").GetString()!.Length, 1, 24));
    }

    [Fact]
    public async Task A_stream_has_a_human_pace()
    {
        await using var server = await SimulatedServer.StartAsync();
        await server.ChatStreamAsync("Hello there");
        var waits = server.Time.Waits.ToArray();
        Assert.Equal(TimeSpan.FromMilliseconds(300), waits[0]);
        Assert.True(waits.Length > 10);
        Assert.All(waits[1..], wait => Assert.InRange(wait.TotalMilliseconds, 30, 50));
        Assert.True(waits[1..].Distinct().Count() > 3);
    }

    [Fact]
    public async Task The_fast_model_does_not_wait()
    {
        await using var server = await SimulatedServer.StartAsync();
        await server.ChatStreamAsync("Hello", model: "sim-fast");
        await server.ChatAsync("Hello", model: "sim-fast");
        Assert.Empty(server.Time.Waits);
    }

    [Fact]
    public async Task Usage_comes_in_a_last_chunk_where_asked_for_and_is_null_in_the_others()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.ChatStreamAsync("Hi", """
            "stream_options":{"include_usage":true}
            """);
        var usage = events[^2].Json;
        Assert.Equal(0, usage.GetProperty("choices").GetArrayLength());
        Assert.Equal(events.Count - 4, usage.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.All(events[..^2], chunk => Assert.Equal(JsonValueKind.Null, chunk.Json.GetProperty("usage").ValueKind));
    }

    [Theory]
    [InlineData("max_tokens", 1)]
    [InlineData("max_completion_tokens", 3)]
    public async Task The_limit_of_tokens_is_kept_exactly(string member, int limit)
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("Hi", $"\"{member}\":{limit}");
        Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(limit, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.StartsWith("Hello", Text(answer));
    }

    [Fact]
    public async Task An_answer_ends_before_the_first_stop()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("Hi", """
            "stop":["model","simulated"]
            """);
        Assert.Equal("Hello! I am a ", Text(answer));
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Several_choices_differ_and_interleave_in_a_stream()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("Hi", "\"n\":2");
        var texts = answer.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("message").GetProperty("content").GetString()).ToArray();
        Assert.Equal(2, texts.Distinct().Count());

        var chunks = (await server.ChatStreamAsync("Hi", "\"n\":2"))[..^1];
        Assert.Equal([0, 1, 0, 1], chunks[..4].Select(Index));
        for (var index = 0; index < 2; index++)
        {
            var own = chunks.Where(chunk => Index(chunk) == index).ToList();
            Assert.Equal(texts[index], string.Concat(own.Select(chunk => chunk.Delta.TryGetProperty("content", out var text) ? text.GetString() : "")));
            Assert.Equal(["stop"], own.Select(Finish).OfType<string>());
        }
    }

    [Fact]
    public async Task A_reasoning_model_thinks_first_and_counts_it()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("Hi", model: "sim-reasoner");
        var thoughts = answer.GetProperty("choices")[0].GetProperty("message").GetProperty("reasoning_content").GetString();
        var chunks = (await server.ChatStreamAsync("Hi", model: "sim-reasoner"))[1..^2];

        var reasoning = chunks.TakeWhile(chunk => chunk.Delta.TryGetProperty("reasoning_content", out _)).ToList();
        Assert.Equal(thoughts, string.Concat(reasoning.Select(chunk => chunk.Delta.GetProperty("reasoning_content").GetString())));
        Assert.Equal(Text(answer), string.Concat(chunks.Skip(reasoning.Count).Select(chunk => chunk.Delta.GetProperty("content").GetString())));
        Assert.Equal(reasoning.Count, answer.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal(chunks.Count, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Images_are_noticed()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("chat/completions", """
            {"model":"sim-chat","messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]}
            """);
        Assert.Contains("I got 2 images", Text(answer));
        Assert.Contains("What is this?", Text(answer));
    }

    [Fact]
    public async Task A_long_prompt_is_partly_cached()
    {
        await using var server = await SimulatedServer.StartAsync();
        var usage = (await server.ChatAsync(new string('a', 8000))).GetProperty("usage");
        Assert.Equal(2004, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(1920, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    [Fact]
    public async Task Probabilities_come_for_each_token_where_asked_for()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("Hi", "\"logprobs\":true");
        var tokens = answer.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToList();
        Assert.Equal(answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), tokens.Count);
        Assert.Equal(Text(answer), string.Concat(tokens.Select(token => token.GetProperty("token").GetString())));
        Assert.All(tokens, token => Assert.True(token.GetProperty("logprob").GetDouble() < 0));
    }

    [Theory]
    [InlineData("""{"model":"sim-chat"}""", "messages", "missing_required_parameter")]
    [InlineData("""{"model":"sim-chat","messages":[]}""", "messages", "empty_array")]
    [InlineData("""{"model":"sim-chat","messages":"Hi"}""", "messages", "invalid_type")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"king","content":"Hi"}]}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"model":"sim-chat","messages":[{"content":"Hi"}]}""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"tool","content":"Hi"}]}""", "messages[0].tool_call_id", "missing_required_parameter")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":[{"type":"smell"}]}]}""", "messages[0].content[0].type", "invalid_value")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"n":0}""", "n", "integer_below_min_value")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"n":129}""", "n", "integer_above_max_value")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"max_tokens":"many"}""", "max_tokens", "invalid_type")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"temperature":3}""", "temperature", "decimal_above_max_value")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"stop":["a","b","c","d","e"]}""", "stop", "array_above_max_length")]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"stream_options":{}}""", "stream_options", null)]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"tool_choice":"required"}""", "tool_choice", null)]
    [InlineData("""{"model":"sim-chat","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_object"}}""", "messages", null)]
    [InlineData("""{"model":7,"messages":[]}""", "model", "invalid_type")]
    public async Task A_bad_field_is_named(string body, string param, string? code)
    {
        await using var server = await SimulatedServer.StartAsync();
        var error = await server.RefusalAsync("chat/completions", body, HttpStatusCode.BadRequest);
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal(code, error.GetProperty("code").GetString());
    }

    private static string Text(JsonElement answer) => answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    private static int Index(ServerSentEvent chunk) => chunk.Json.GetProperty("choices")[0].GetProperty("index").GetInt32();

    private static string? Finish(ServerSentEvent chunk) => chunk.Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString();
}
