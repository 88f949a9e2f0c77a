using System.Text.Json;
using AiGateway.Demo.Generation;
using CsCheck;

namespace AiGateway.Tests.Demo;

public sealed class SchemaInstanceTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"},"c":{"type":"boolean"}},"required":["a"],"additionalProperties":false}""", """{"a":"sample a"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"number"}}}""", """{"a":null,"b":1}""")]
    [InlineData("""{"type":"object","properties":{"kind":{"const":"circle"},"size":{"enum":[3,5]}},"required":["kind","size"]}""", """{"kind":"circle","size":3}""")]
    [InlineData("""{"type":"object","properties":{"p":{"$ref":"#/$defs/point"}},"required":["p"],"$defs":{"point":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}}}""", """{"p":{"x":1}}""")]
    [InlineData("""{"anyOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"type":"null"}]}""", """{"a":1}""")]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"b":{"type":"boolean"}},"required":["b"]}]}""", """{"a":1,"b":true}""")]
    [InlineData("""{"type":"array","items":{"enum":["x","y","z"]},"minItems":3,"uniqueItems":true}""", """["x","y","z"]""")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":{"type":"boolean"},"minItems":3}""", """["sample value",1,true]""")]
    [InlineData("""{"type":"array","items":{"type":"string"},"maxItems":0}""", "[]")]
    [InlineData("""{"type":"string","minLength":15,"maxLength":15}""", "\"sample valuexxx\"")]
    [InlineData("""{"type":"string","maxLength":3}""", "\"sam\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2026-01-01\"")]
    [InlineData("""{"type":["string","null"]}""", "\"sample value\"")]
    [InlineData("""{"type":"string","default":"d"}""", "\"d\"")]
    [InlineData("""{"type":"object","required":["extra"],"additionalProperties":{"type":"integer"}}""", """{"extra":1}""")]
    public void An_instance_satisfies_its_schema(string schema, string expected)
    {
        var instance = SchemaInstance.Of(JsonElement.Parse(schema));
        Assert.Equal(expected, instance);
        Assert.True(Satisfies(schema));
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":7}""")]
    [InlineData("""{"type":"integer","maximum":-7}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":7,"maximum":8}""")]
    [InlineData("""{"type":"integer","exclusiveMaximum":-3}""")]
    [InlineData("""{"type":"integer","minimum":11,"multipleOf":5}""")]
    [InlineData("""{"type":"integer","maximum":-11,"multipleOf":5}""")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""")]
    [InlineData("""{"type":"number","minimum":0.25,"maximum":0.5}""")]
    [InlineData("""{"type":"number","exclusiveMaximum":0.5}""")]
    [InlineData("""{"type":"number","exclusiveMinimum":2,"maximum":2.5}""")]
    public void A_number_keeps_within_its_bounds(string schema) => Assert.True(Satisfies(schema), SchemaInstance.Of(JsonElement.Parse(schema)));

    [Theory]
    [InlineData("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"value":{"type":"string"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["value","next"]}}}""")]
    [InlineData("""{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/tree"}}},"required":["children"]}}}""")]
    [InlineData("""{"type":"object","properties":{"self":{"$ref":"#"},"other":{"$ref":"#"}}}""")]
    public void A_schema_that_contains_itself_comes_to_an_end(string schema) => Assert.True(Satisfies(schema));

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}},"required":["a","b"]}""")]
    [InlineData("""{"$ref":"#/nowhere/0"}""")]
    [InlineData("""{"$ref":"https://example.com/schema"}""")]
    [InlineData("""{"type":"array","items":{"type":"array","items":{"type":"array","minItems":100000},"minItems":100000},"minItems":100000}""")]
    [InlineData("""{"type":7,"enum":[],"required":[1],"properties":3,"minLength":-1,"anyOf":{},"items":null}""")]
    [InlineData("""{"type":"number","minimum":1e28,"multipleOf":1e-20}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":79228162514264337593543950335}""")]
    public void A_hopeless_schema_gets_some_bounded_JSON(string schema)
    {
        var instance = SchemaInstance.Of(JsonElement.Parse(schema));
        _ = JsonElement.Parse(instance);
        Assert.InRange(instance.Length, 1, 1_000_000);
    }

    [Fact]
    public void A_wide_schema_that_contains_itself_is_bounded_too()
    {
        var members = string.Join(',', Enumerable.Range(0, 20_000).Select(number => $$"""
            "m{{number}}":{"$ref":"#"}
            """));
        var instance = SchemaInstance.Of(JsonElement.Parse($$$"""{"type":"object","properties":{{{{members}}}}}"""));
        _ = JsonElement.Parse(instance);
        Assert.InRange(instance.Length, 1, 1_000_000);
    }

    [Fact]
    public void Made_up_schemas_are_satisfied() =>
        Schemas(3).Sample(schema => Assert.True(Satisfies(schema), $"{schema} got {SchemaInstance.Of(JsonElement.Parse(schema))}"), iter: 2_000);

    private static bool Satisfies(string schema)
    {
        var parsed = JsonElement.Parse(schema);
        return SchemaCheck.Holds(parsed, parsed, JsonElement.Parse(SchemaInstance.Of(parsed)));
    }

    private static Gen<string> OneOf(params string[] schemas) => Gen.Int[0, schemas.Length - 1].Select(index => schemas[index]);

    private static Gen<string> Schemas(int depth)
    {
        var leaves = Gen.OneOf(
            OneOf("""{"type":"string"}""", """{"type":"boolean"}""", """{"type":"null"}""", """{"type":["integer","null"]}""", """{"enum":["a",2]}""", """{"const":{"a":[1]}}"""),
            Gen.Select(Gen.Int[-50, 50], Gen.Int[0, 50], Gen.Bool).Select((least, more, whole) =>
                $$"""{"type":"{{(whole ? "integer" : "number")}}","minimum":{{least}},"maximum":{{least + more}}}"""),
            Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30]).Select((least, more) => $$"""{"type":"string","minLength":{{least}},"maxLength":{{least + more}}}"""));
        if (depth == 0)
        {
            return leaves;
        }

        var inner = Schemas(depth - 1);
        return Gen.OneOf(
            leaves,
            Gen.Select(inner, inner, Gen.Bool).Select((one, two, all) =>
                $$"""{"type":"object","properties":{"one":{{one}},"two":{{two}}},"required":["one"{{(all ? ",\"two\"" : "")}}],"additionalProperties":false}"""),
            Gen.Select(inner, Gen.Int[0, 3], Gen.Int[0, 3]).Select((item, least, more) => $$"""{"type":"array","items":{{item}},"minItems":{{least}},"maxItems":{{least + more}}}"""),
            Gen.Select(inner, inner).Select((one, two) => $$"""{"anyOf":[{{one}},{{two}}]}"""));
    }
}
