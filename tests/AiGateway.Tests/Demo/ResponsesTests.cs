using System.Net;
using System.Text.Json;

namespace AiGateway.Tests.Demo;

public sealed class ResponsesTests
{
    private const string Tool = """
        "tools":[{"type":"function","name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false},"strict":true}]
        """;

    [Fact]
    public async Task A_response_has_openais_shape()
    {
        await using var server = await SimulatedServer.StartAsync();
        var response = await server.AskAsync("responses", """{"model":"sim-chat","input":"Good morning","instructions":"Be kind.","metadata":{"a":"b"},"temperature":0.5}""");
        Assert.StartsWith("resp_", response.GetProperty("id").GetString());
        Assert.Equal("response", response.GetProperty("object").GetString());
        Assert.Equal("completed", response.GetProperty("status").GetString());
        Assert.Equal("Be kind.", response.GetProperty("instructions").GetString());
        Assert.Equal("b", response.GetProperty("metadata").GetProperty("a").GetString());
        Assert.Equal(0.5, response.GetProperty("temperature").GetDouble());
        Assert.Equal("text", response.GetProperty("text").GetProperty("format").GetProperty("type").GetString());
        var item = Assert.Single(response.GetProperty("output").EnumerateArray());
        Assert.Equal("message", item.GetProperty("type").GetString());
        Assert.Contains("Good morning", Text(item));
        var usage = response.GetProperty("usage");
        Assert.Equal(4 + 3 + 2, usage.GetProperty("input_tokens").GetInt32());
        Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), usage.GetProperty("input_tokens").GetInt32() + usage.GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task The_events_of_a_message_come_in_openais_order()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.StreamAsync("responses", """{"model":"sim-chat","input":"Hi","stream":true}""");
        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
            ],
            NamesWithoutRepeats(events));
        AssertNumbered(events);
        var final = events[^1].Json.GetProperty("response");
        var text = Text(final.GetProperty("output")[0]);
        Assert.Equal(text, string.Concat(events.Where(one => one.Name == "response.output_text.delta").Select(one => one.Json.GetProperty("delta").GetString())));
        Assert.Equal(text, events.Single(one => one.Name == "response.output_text.done").Json.GetProperty("text").GetString());
        Assert.True(final.GetProperty("usage").GetProperty("output_tokens").GetInt32() > 0);
        Assert.Equal("in_progress", events[0].Json.GetProperty("response").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, events[0].Json.GetProperty("response").GetProperty("usage").ValueKind);
    }

    [Fact]
    public async Task A_reasoning_item_comes_before_the_message()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.StreamAsync("responses", """{"model":"sim-reasoner","input":"Hi","stream":true}""");
        Assert.Equal(
            [
                "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
            ],
            NamesWithoutRepeats(events).Skip(2).Take(6));
        var final = events[^1].Json.GetProperty("response");
        Assert.Equal(["reasoning", "message"], final.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("type").GetString()));
        Assert.True(final.GetProperty("usage").GetProperty("output_tokens_details").GetProperty("reasoning_tokens").GetInt32() > 0);
        Assert.Equal([0, 1], events.Where(one => one.Name == "response.output_item.added").Select(one => one.Json.GetProperty("output_index").GetInt32()));
    }

    [Fact]
    public async Task A_function_call_streams_its_arguments_and_its_result_is_used()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.StreamAsync("responses", """{"model":"sim-chat","input":"Weather?","stream":true,""" + Tool + "}");
        Assert.Equal(
            ["response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done"],
            NamesWithoutRepeats(events).Skip(2).Take(4));
        AssertNumbered(events);
        var call = Assert.Single(events[^1].Json.GetProperty("response").GetProperty("output").EnumerateArray());
        Assert.Equal("function_call", call.GetProperty("type").GetString());
        Assert.Equal("get_weather", call.GetProperty("name").GetString());
        Assert.Equal("""{"city":"sample city"}""", call.GetProperty("arguments").GetString());
        Assert.Equal("", events.First(one => one.Name == "response.output_item.added").Json.GetProperty("item").GetProperty("arguments").GetString());
        Assert.Equal("""{"city":"sample city"}""", string.Concat(events.Where(one => one.Name!.EndsWith("arguments.delta", StringComparison.Ordinal)).Select(one => one.Json.GetProperty("delta").GetString())));

        var answer = await server.AskAsync("responses", $$"""
            {"model":"sim-chat",{{Tool}},"input":[{"role":"user","content":"Weather?"},{{call.GetRawText()}},
             {"type":"function_call_output","call_id":"{{call.GetProperty("call_id").GetString()}}","output":"rain"}]}
            """);
        Assert.StartsWith("The tool says: rain.", Text(answer.GetProperty("output")[0]));
    }

    [Fact]
    public async Task A_schema_is_satisfied()
    {
        await using var server = await SimulatedServer.StartAsync();
        var response = await server.AskAsync("responses", """
            {"model":"sim-chat","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"A user"},{"type":"input_image","image_url":"data:,"}]}],
             "text":{"format":{"type":"json_schema","name":"user","schema":{"type":"object","properties":{"age":{"type":"integer","minimum":18}},"required":["age"]}}}}
            """);
        Assert.Equal("""{"age":18}""", Text(response.GetProperty("output")[0]));
    }

    [Fact]
    public async Task A_response_that_is_too_long_is_incomplete()
    {
        await using var server = await SimulatedServer.StartAsync();
        var events = await server.StreamAsync("responses", """{"model":"sim-chat","input":"Hi","stream":true,"max_output_tokens":16}""");
        Assert.Equal("response.incomplete", events[^1].Name);
        var response = events[^1].Json.GetProperty("response");
        Assert.Equal("max_output_tokens", response.GetProperty("incomplete_details").GetProperty("reason").GetString());
        Assert.Equal(16, response.GetProperty("usage").GetProperty("output_tokens").GetInt32());
        Assert.Equal("incomplete", response.GetProperty("output")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_stored_response_can_be_fetched_followed_and_deleted()
    {
        await using var server = await SimulatedServer.StartAsync();
        var response = await server.AskAsync("responses", """{"model":"sim-chat","input":"Hi"}""");
        var id = response.GetProperty("id").GetString();
        Assert.Equal(response.GetRawText(), await server.Client.GetStringAsync($"responses/{id}", SimulatedServer.Cancelled));
        var next = await server.AskAsync("responses", $$"""{"model":"sim-chat","input":"And now?","previous_response_id":"{{id}}"}""");
        Assert.Equal(id, next.GetProperty("previous_response_id").GetString());

        using var deleted = await server.Client.DeleteAsync(new Uri($"responses/{id}", UriKind.Relative), SimulatedServer.Cancelled);
        Assert.True((await SimulatedServer.ReadAsync(deleted)).GetProperty("deleted").GetBoolean());
        using var gone = await server.Client.GetAsync($"responses/{id}", SimulatedServer.Cancelled);
        await SimulatedServer.ErrorAsync(gone, HttpStatusCode.NotFound);
        var error = await server.RefusalAsync("responses", $$"""{"model":"sim-chat","input":"Hi","previous_response_id":"{{id}}"}""", HttpStatusCode.BadRequest);
        Assert.Equal("previous_response_not_found", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_response_that_is_not_to_be_stored_is_not()
    {
        await using var server = await SimulatedServer.StartAsync();
        var response = await server.AskAsync("responses", """{"model":"sim-chat","input":"Hi","store":false}""");
        using var gone = await server.Client.GetAsync($"responses/{response.GetProperty("id").GetString()}", SimulatedServer.Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("""{"model":"sim-chat"}""", "input")]
    [InlineData("""{"model":"sim-chat","input":7}""", "input")]
    [InlineData("""{"model":"sim-chat","input":[{"type":"smell"}]}""", "input[0].type")]
    [InlineData("""{"model":"sim-chat","input":[{"role":"king","content":"Hi"}]}""", "input[0].role")]
    [InlineData("""{"model":"sim-chat","input":[{"type":"function_call_output","output":"x"}]}""", "input[0].call_id")]
    [InlineData("""{"model":"sim-chat","input":"Hi","max_output_tokens":1}""", "max_output_tokens")]
    [InlineData("""{"model":"sim-chat","input":"Hi","tools":[{"type":"web_search"}]}""", "tools[0].type")]
    [InlineData("""{"model":"sim-chat","input":"Hi","text":{"format":{"type":"json_schema","name":"x"}}}""", "text.format.schema")]
    public async Task A_bad_field_is_named(string body, string param)
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.Equal(param, (await server.RefusalAsync("responses", body, HttpStatusCode.BadRequest)).GetProperty("param").GetString());
    }

    private static string Text(JsonElement item) => Assert.Single(item.GetProperty("content").EnumerateArray()).GetProperty("text").GetString()!;

    private static IEnumerable<string?> NamesWithoutRepeats(List<ServerSentEvent> events) =>
        events.Select(one => one.Name).Where((name, index) => index == 0 || name != events[index - 1].Name);

    private static void AssertNumbered(List<ServerSentEvent> events)
    {
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(one => one.Json.GetProperty("sequence_number").GetInt32()));
        Assert.All(events, one => Assert.Equal(one.Name, one.Json.GetProperty("type").GetString()));
    }
}
