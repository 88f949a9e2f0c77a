using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Json;
using CsCheck;

namespace AiGateway.Tests.Dialects.Json;

public sealed class EnvelopeEditTests
{
    private static readonly string[] s_options =
    [
        "", "\"stream_options\":null", "\"stream_options\" : { }", "\"stream_options\":{\"include_usage\":false}", "\"stream_options\":{\"include_usage\": null ,\"x\":[1]}",
        "\"stream_options\":{\"include_obfuscation\":false}", "\"stream_options\":{\"include_usage\":true}", "\"stream_options\":7", "\"stream_options\":{\"include_usage\":\"yes\"}",
    ];

    private static readonly string[] s_others =
    [
        "\"messages\":[{\"role\":\"user\",\"content\":\"a\\\"}{\"}]", "\"temperature\": 1.50 ", "\"π\":{\"stream\":1}", "\"n\":123456789012345678901234567890", "\"x\":\"\"",
    ];

    [Theory]
    [InlineData("""{"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("""{"stream":true,"stream_options":null}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true,"stream_options":{ }}""", """{"stream":true,"stream_options":{"include_usage":true }}""")]
    [InlineData("""{"stream":true,"stream_options":{"a":1}}""", """{"stream":true,"stream_options":{"include_usage":true,"a":1}}""")]
    [InlineData("""{"stream":true,"stream_options":{"a":1,"include_usage":false}}""", """{"stream":true,"stream_options":{"a":1,"include_usage":true}}""")]
    public void Usage_is_asked_for_and_nothing_else_changes(string body, string expected)
    {
        Assert.True(Read(body).TryAskForUsage(Read(body).Stream, out var edit));
        Assert.Equal(expected, Apply(body, edit));
    }

    [Theory]
    [InlineData("""{"stream":false}""")]
    [InlineData("""{}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true,"stream_options":"x"}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":1}}""")]
    public void Usage_is_not_asked_for_where_it_would_be_wrong_or_idle(string body) => Assert.False(Read(body).TryAskForUsage(Read(body).Stream, out _));

    [Theory]
    [InlineData("""{"model":"a","x":1}""", """{"model":"b\"\\c","x":1}""")]
    [InlineData("""{ "x" : 1 , "mod\u0065l" : "a" }""", """{ "x" : 1 , "mod\u0065l" : "b\"\\c" }""")]
    [InlineData("""{"x":1}""", """{"model":"b\"\\c","x":1}""")]
    [InlineData("""{}""", """{"model":"b\"\\c"}""")]
    public void A_model_is_replaced_or_inserted_and_nothing_else_changes(string body, string expected)
    {
        Assert.True(Read(body).TrySetModel("b\"\\c", out var edit));
        Assert.Equal(expected, Apply(body, edit));
    }

    [Theory]
    [InlineData("""{"model":"a","x":1}""", """{"v":"1","x":1}""")]
    [InlineData("""{ "x" : 1 , "mod\u0065l" : "a" }""", """{ "x" : 1 , "v":"1" }""")]
    [InlineData("""{"x":1}""", """{"v":"1","x":1}""")]
    [InlineData("""{}""", """{"v":"1"}""")]
    public void A_member_stands_in_place_of_the_model_where_the_path_names_it(string body, string expected)
    {
        Assert.True(Read(body).TryReplaceModel(Encoding.UTF8.GetBytes("\"v\":\"1\""), out var edit));
        Assert.Equal(expected, Apply(body, edit));
    }

    [Theory]
    [InlineData("""{"model":"a"}""", """{"v":"1","model":"a"}""")]
    [InlineData("""{ }""", """{"v":"1" }""")]
    public void A_member_is_put_ahead_of_all_others(string body, string expected) =>
        Assert.Equal(expected, Apply(body, Read(body).Insert(Encoding.UTF8.GetBytes("\"v\":\"1\""))));

    [Fact]
    public void A_model_that_is_named_twice_cannot_be_replaced() => Assert.False(Read("""{"model":"a","model":"a"}""").TryReplaceModel(default, out _));

    [Fact]
    public void A_model_that_is_named_twice_cannot_be_set() => Assert.False(Read("""{"model":"a","model":"a"}""").TrySetModel("b", out _));

    [Fact]
    public void Edited_requests_mean_the_same_but_for_the_edit()
    {
        var members = Gen.Shuffle(s_others).SelectMany(others => Gen.Int[0, others.Length].Select(count => others[..count]));
        Gen.Select(members, Gen.Int[0, s_options.Length - 1].Select(at => s_options[at]), Gen.Bool, Gen.Int[0, 5], Gen.String[1, 8].Where(name => !name.Any(char.IsSurrogate))).Sample(
            (others, options, named, at, model) =>
            {
                var parts = others.ToList();
                foreach (var part in (string[])["\"stream\":true", options, named ? "\"model\":\"old\"" : ""])
                {
                    if (part.Length > 0)
                    {
                        parts.Insert(Math.Min(at, parts.Count), part);
                    }
                }

                var body = "{" + string.Join(" ,", parts) + "}";
                var envelope = Read(body);
                if (envelope.TryAskForUsage(envelope.Stream, out var ask))
                {
                    var expected = JsonNode.Parse(body)!.AsObject();
                    expected["stream_options"] ??= new JsonObject();
                    expected["stream_options"]!["include_usage"] = true;
                    Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Apply(body, ask))));
                }

                Assert.True(envelope.TrySetModel(model, out var set));
                var renamed = JsonNode.Parse(body)!.AsObject();
                renamed["model"] = model;
                Assert.True(JsonNode.DeepEquals(renamed, JsonNode.Parse(Apply(body, set))));
            });
    }

    private static Envelope Read(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(EnvelopeReader.TryRead(new ReadOnlySequence<byte>(bytes), out var envelope, out var fault), fault.Message);
        return envelope;
    }

    private static string Apply(string body, BodyEdit edit) => Encoding.UTF8.GetString(Splice.Apply(Encoding.UTF8.GetBytes(body), edit));
}
