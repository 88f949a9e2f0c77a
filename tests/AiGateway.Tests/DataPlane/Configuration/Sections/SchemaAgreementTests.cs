using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Configuration.Sections;
using AiGateway.Configuration.Yaml;
using AiGateway.Tests.Demo;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.DataPlane.Configuration.Sections;

/// <summary>An editor that goes by the schema takes what the gateway takes, and marks what it refuses.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly JsonElement s_schema = JsonDocument.Parse(ConfigurationSchema.Write()).RootElement;

    public static TheoryData<string> Examples => ConfigurationFilePageTests.Files;

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_takes_every_example(string file) => Assert.True(Holds(Repository.Read($"docs/examples/{file}")));

    [Fact]
    public void It_takes_a_file_with_every_field() => Assert.True(Holds(SettingsFileTests.Whole));

    [Theory]
    [InlineData("servre: {}")]
    [InlineData("server: { port: 99999 }")]
    [InlineData("server: { port: \"1\" }")]
    [InlineData("server: { limits: { buffered: much } }")]
    [InlineData("server: { stream_keepalive: 5 }")]
    [InlineData("providers: { p: { api_key: a } }")]
    [InlineData("providers: { p: { type: opnai } }")]
    [InlineData("providers: { p: { type: openai, api_keys: [{}] } }")]
    [InlineData("providers: { p: { type: openai, http_version: \"3\" } }")]
    [InlineData("models: { m: {} }")]
    [InlineData("models: { m: { targets: [] } }")]
    [InlineData("models: { m: { targets: [ { provider: p, weight: 0 } ] } }")]
    [InlineData("models: { m: { targets: [ { provider: p } ], hedge: on } }")]
    [InlineData("models: { m: { targets: [ { provider: p } ], strategy: fastest } }")]
    [InlineData("keys: [ { key_sha256: abc } ]")]
    [InlineData("keys: [ { key: k, expires: tomorrow } ]")]
    [InlineData("limits: 5")]
    public void It_marks_what_is_refused(string yaml)
    {
        Assert.False(Holds(yaml));
        Assert.NotEmpty(GatewayFile.Problems(yaml));
    }

    private static bool Holds(string yaml)
    {
        var node = YamlReader.Read(yaml, [])!;
        using var json = JsonDocument.Parse(ToJson(node)!.ToJsonString());
        return SchemaCheck.Holds(s_schema, s_schema, json.RootElement);
    }

    // As YAML's core schema types what is not in quotes.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, ToJson(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(ToJson)]),
        YamlScalar { IsPlain: true } scalar when decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalar { IsPlain: true, Text: "true" or "false" } scalar => JsonValue.Create(scalar.Text == "true"),
        _ => JsonValue.Create(((YamlScalar)node).Text),
    };
}
