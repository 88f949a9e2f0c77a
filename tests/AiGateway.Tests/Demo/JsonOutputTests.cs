using System.Net;
using System.Text.Json;

namespace AiGateway.Tests.Demo;

public sealed class JsonOutputTests
{
    [Fact]
    public async Task A_JSON_object_is_given_where_the_messages_speak_of_it()
    {
        await using var server = await SimulatedServer.StartAsync();
        var json = await ContentAsync(server, "Say \"hi\" as JSON, 请", """{"type":"json_object"}""");
        Assert.Equal("Say \"hi\" as JSON, 请", json.GetProperty("question").GetString());
        Assert.NotEmpty(json.GetProperty("answer").GetString()!);
    }

    [Fact]
    public async Task A_schema_is_satisfied()
    {
        const string Schema = """
            {"type":"object","properties":{"steps":{"type":"array","items":{"$ref":"#/$defs/step"},"minItems":2},"unit":{"type":"string","enum":["m","km"]},
             "note":{"anyOf":[{"type":"string"},{"type":"null"}]}},"required":["steps","unit","note"],"additionalProperties":false,
             "$defs":{"step":{"type":"object","properties":{"text":{"type":"string"},"cost":{"type":"number","minimum":0.5}},"required":["text","cost"],"additionalProperties":false}}}
            """;
        await using var server = await SimulatedServer.StartAsync();
        var json = await ContentAsync(server, "A route", $$$"""{"type":"json_schema","json_schema":{"name":"route","strict":true,"schema":{{{Schema}}}}}""");
        var schema = JsonElement.Parse(Schema);
        Assert.True(SchemaCheck.Holds(schema, schema, json), json.GetRawText());
        Assert.Equal(2, json.GetProperty("steps").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"type":"yaml"}""", "response_format.type")]
    [InlineData("""{"type":"json_schema"}""", "response_format.json_schema.name")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x"}}""", "response_format.json_schema.schema")]
    [InlineData("\"json_object\"", "response_format")]
    public async Task A_bad_format_is_named(string format, string param)
    {
        await using var server = await SimulatedServer.StartAsync();
        var error = await server.RefusalAsync("chat/completions", SimulatedServer.ChatBody("Hi", "\"response_format\":" + format), HttpStatusCode.BadRequest);
        Assert.Equal(param, error.GetProperty("param").GetString());
    }

    private static async Task<JsonElement> ContentAsync(SimulatedServer server, string question, string format)
    {
        var answer = await server.ChatAsync(question, "\"response_format\":" + format);
        return JsonElement.Parse(answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
    }
}
