using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Dialects.Conversation;

namespace AiGateway.Tests.Dialects.Anthropic;

public sealed class AnthropicSchemaTests
{
    [Theory]
    [InlineData("{}", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object"}""", """{"type":"object"}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"required":["a"]}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""")]
    [InlineData("""{"type":["object","null"],"properties":{}}""", """{"type":"object","properties":{}}""")]
    public void Input_is_an_object(string parameters, string expected)
    {
        var (tool, dropped) = Tool($$"""{"name":"f","parameters":{{parameters}}}""");

        Translating.AssertSameJson(expected, tool["input_schema"]!.ToJsonString());
        Assert.Empty(dropped);
    }

    [Fact]
    public void A_choice_of_inputs_becomes_one_that_has_them_all()
    {
        var (tool, dropped) = Tool("""
            {"name":"f","parameters":{"description":"D","properties":{"id":{"type":"string"}},"required":["id"],"$defs":{"B":{"type":"object","properties":{"id":{},"b":{"type":"null"}},"required":["b"]}},
            "oneOf":[{"type":"object","properties":{"a":{"type":"number"}},"required":["a"]},{"$ref":"#/$defs/B"}]}}
            """);

        Translating.AssertSameJson(
            """
            {"type":"object","description":"D","$defs":{"B":{"type":"object","properties":{"id":{},"b":{"type":"null"}},"required":["b"]}},
            "properties":{"id":{"type":"string"},"a":{"type":"number"},"b":{"type":"null"}},"required":["id"]}
            """,
            tool["input_schema"]!.ToJsonString());
        Assert.Equal(["tools.oneOf"], dropped);
    }

    [Fact]
    public void What_holds_at_once_is_joined()
    {
        var (tool, dropped) = Tool("""
            {"name":"f","parameters":{"type":"object","allOf":[{"properties":{"a":{}},"required":["a"]},{"properties":{"b":{}},"required":["b","a"]}]}}
            """);

        Translating.AssertSameJson("""{"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]}""", tool["input_schema"]!.ToJsonString());
        Assert.Empty(dropped);
    }

    // Followed each time, these would be some hundred thousand million.
    [Theory]
    [InlineData("anyOf")]
    [InlineData("allOf")]
    public void Variants_that_name_each_other_come_to_an_end(string list)
    {
        var variants = string.Join(',', Enumerable.Repeat("""{"$ref":"#/$defs/A"}""", 30));
        var (tool, _) = Tool($$$"""{"name":"f","parameters":{"$defs":{"A":{"{{{list}}}":[{{{variants}}}]}},"{{{list}}}":[{{{variants}}}]}}""");

        Assert.Equal("object", (string?)tool["input_schema"]!["type"]);
    }

    [Fact]
    public void Answers_fit_closed_objects_without_bounds()
    {
        var (json, dropped) = Translating.Request(
            """
            {"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{
            "age":{"type":"integer","description":"In years.","minimum":0,"maximum":150},
            "mail":{"type":"string","format":"email","minLength":3},
            "phone":{"type":"string","format":"phone"},
            "tags":{"type":"array","items":{"type":"object","properties":{"t":{"type":"string"}}},"minItems":1,"maxItems":9},
            "either":{"oneOf":[{"type":"object","properties":{}},{"type":"null"}]},
            "map":{"type":"object","additionalProperties":{"type":"string"}}},
            "required":["age"],"additionalProperties":true}}}}
            """,
            DialectCodecs.Chat,
            DialectCodecs.Anthropic);

        Translating.AssertSameJson(
            """
            {"type":"object","properties":{
            "age":{"type":"integer","description":"In years.\n\n{minimum: 0, maximum: 150}"},
            "mail":{"type":"string","format":"email","description":"{minLength: 3}"},
            "phone":{"type":"string","description":"{format: \"phone\"}"},
            "tags":{"type":"array","items":{"type":"object","properties":{"t":{"type":"string"}},"additionalProperties":false},"minItems":1,"description":"{maxItems: 9}"},
            "either":{"anyOf":[{"type":"object","properties":{},"additionalProperties":false},{"type":"null"}]},
            "map":{"type":"object","description":"{additionalProperties: {\"type\":\"string\"}}","additionalProperties":false}},
            "required":["age"],"additionalProperties":false}
            """,
            JsonNode.Parse(json)!["output_config"]!["format"]!["schema"]!.ToJsonString());
        Assert.Empty(dropped);
    }

    [Fact]
    public void Input_of_a_strict_tool_is_closed_too()
    {
        var (tool, _) = Tool("""{"name":"f","strict":true,"parameters":{"type":"object","properties":{"n":{"type":"number","minimum":1}},"additionalProperties":false}}""");

        Translating.AssertSameJson(
            """{"type":"object","properties":{"n":{"type":"number","description":"{minimum: 1}"}},"additionalProperties":false}""",
            tool["input_schema"]!.ToJsonString());
    }

    private static (JsonNode Tool, IReadOnlyList<string> Dropped) Tool(string function)
    {
        var (json, dropped) = Translating.Request(
            $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{{function}}}]}""",
            DialectCodecs.Chat,
            DialectCodecs.Anthropic);
        return (JsonNode.Parse(json)!["tools"]![0]!, dropped);
    }
}
