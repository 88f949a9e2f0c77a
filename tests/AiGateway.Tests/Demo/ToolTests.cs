using System.Net;
using System.Text.Json;

namespace AiGateway.Tests.Demo;

public sealed class ToolTests
{
    private const string Tools = """
        "tools":[
          {"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"},"unit":{"type":"string","enum":["celsius","fahrenheit"]},"note":{"type":"string"}},"required":["city","unit"],"additionalProperties":false},"strict":true}},
          {"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{"zone":{"type":"string"}},"required":["zone"]}}},
          {"type":"function","function":{"name":"no_arguments"}}]
        """;

    [Fact]
    public async Task The_tool_that_the_question_speaks_of_is_called()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("How is the weather?", Tools);
        var choice = answer.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        var call = Assert.Single(Calls(answer));
        Assert.StartsWith("call_", call.GetProperty("id").GetString());
        Assert.Equal("function", call.GetProperty("type").GetString());
        Assert.Equal("get_weather", Name(call));
        Assert.Equal("""{"city":"sample city","unit":"celsius"}""", Arguments(call));
    }

    [Fact]
    public async Task Without_a_match_the_first_tool_is_called()
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.Equal("get_weather", Name(Assert.Single(Calls(await server.ChatAsync("Hi", Tools)))));
    }

    [Fact]
    public async Task Two_matching_tools_are_called_in_parallel_unless_that_is_forbidden()
    {
        await using var server = await SimulatedServer.StartAsync();
        var both = Calls(await server.ChatAsync("The weather and the time, please", Tools));
        Assert.Equal(["get_weather", "get_time"], both.Select(Name));
        Assert.Equal(2, both.Select(call => call.GetProperty("id").GetString()).Distinct().Count());
        Assert.Single(Calls(await server.ChatAsync("The weather and the time, please", Tools + ",\"parallel_tool_calls\":false")));
    }

    [Theory]
    [InlineData("""{"type":"function","function":{"name":"get_time"}}""", "get_time")]
    [InlineData("""{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"no_arguments"}}]}}""", "no_arguments")]
    [InlineData("\"required\"", "get_weather")]
    public async Task A_forced_tool_is_called(string choice, string expected)
    {
        await using var server = await SimulatedServer.StartAsync();
        Assert.Equal(expected, Name(Assert.Single(Calls(await server.ChatAsync("Hi", $"{Tools},\"tool_choice\":{choice}")))));
    }

    [Fact]
    public async Task A_tool_without_parameters_gets_an_empty_object()
    {
        await using var server = await SimulatedServer.StartAsync();
        var call = Assert.Single(Calls(await server.ChatAsync("Hi", Tools + """
            ,"tool_choice":{"type":"function","function":{"name":"no_arguments"}}
            """)));
        Assert.Equal("{}", Arguments(call));
    }

    [Fact]
    public async Task The_choice_none_gets_text()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.ChatAsync("How is the weather?", Tools + ",\"tool_choice\":\"none\"");
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("\"sometimes\"")]
    [InlineData("""{"type":"function","function":{"name":"unknown"}}""")]
    public async Task A_wrong_choice_is_refused(string choice)
    {
        await using var server = await SimulatedServer.StartAsync();
        var error = await server.RefusalAsync("chat/completions", SimulatedServer.ChatBody("Hi", $"{Tools},\"tool_choice\":{choice}"), HttpStatusCode.BadRequest);
        Assert.Equal("tool_choice", error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task After_the_tools_result_the_answer_is_text_that_uses_it()
    {
        await using var server = await SimulatedServer.StartAsync();
        var answer = await server.AskAsync("chat/completions", """
            {"model":"sim-chat",
            """ + Tools + """
            ,"messages":[{"role":"user","content":"How is the weather?"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"call_1","content":"18 degrees, sunny"}]}
            """);
        var choice = answer.GetProperty("choices")[0];
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.StartsWith("The tool says: 18 degrees, sunny.", choice.GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_stream_starts_each_call_once_and_sends_its_arguments_in_pieces()
    {
        await using var server = await SimulatedServer.StartAsync();
        var chunks = (await server.ChatStreamAsync("The weather and the time, please", Tools))[..^1];
        Assert.Equal(JsonValueKind.Null, chunks[0].Delta.GetProperty("content").ValueKind);
        Assert.Equal("tool_calls", chunks[^1].Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        var deltas = chunks[1..^1].Select(chunk => Assert.Single(chunk.Delta.GetProperty("tool_calls").EnumerateArray())).ToList();
        foreach (var (index, name, arguments) in new[] { (0, "get_weather", """{"city":"sample city","unit":"celsius"}"""), (1, "get_time", """{"zone":"sample zone"}""") })
        {
            var own = deltas.Where(delta => delta.GetProperty("index").GetInt32() == index).ToList();
            Assert.Equal(name, Name(own[0]));
            Assert.Equal("", Arguments(own[0]));
            Assert.True(own.Count > 2);
            Assert.All(own[1..], delta => Assert.False(delta.TryGetProperty("id", out _) || delta.GetProperty("function").TryGetProperty("name", out _)));
            Assert.Equal(arguments, string.Concat(own.Select(Arguments)));
        }
    }

    private static List<JsonElement> Calls(JsonElement answer) =>
        [.. answer.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls").EnumerateArray()];

    private static string Name(JsonElement call) => call.GetProperty("function").GetProperty("name").GetString()!;

    private static string Arguments(JsonElement call) => call.GetProperty("function").GetProperty("arguments").GetString()!;
}
