using System.Text.Json.Nodes;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Gemini;

public sealed class GeminiAnswerTests
{
    private const string Parts = """
        [{"text":"Look:"},{"inlineData":{"mimeType":"image/png","data":"RFJBRlQ="},"thought":true},{"inlineData":{"mimeType":"image/webp","data":"SU1BR0U="}},
        {"executableCode":{"language":"PYTHON","code":"print(\"1\")\n"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\n"}},{"text":"Done."}]
        """;

    private const string Words = "Look:\n```python\nprint(\"1\")\n```\n\n```\n1\n```\nDone.";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Chat_callers_get_images_beside_the_text_and_code_in_it(bool isStream)
    {
        var message = isStream ? ChatMessage(Streamed("openai-chat")) : JsonNode.Parse(Whole("openai-chat"))!["choices"]![0]!["message"]!;

        Assert.Equal(Words, message["content"]!.GetValue<string>());
        AssertSameJson("""[{"type":"image_url","image_url":{"url":"data:image/webp;base64,SU1BR0U="},"index":0}]""", message["images"]!.ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Responses_callers_get_an_item_for_an_image(bool isStream)
    {
        var response = isStream ? Datas(Streamed("openai-responses"))[^1]["response"]! : JsonNode.Parse(Whole("openai-responses"))!;
        var output = response["output"]!.AsArray();

        Assert.Equal(["message", "image_generation_call", "message"], output.Select(item => item!["type"]!.GetValue<string>()));
        Assert.Equal("SU1BR0U=", output[1]!["result"]!.GetValue<string>());
        Assert.Equal("webp", output[1]!["output_format"]!.GetValue<string>());
        Assert.Equal("completed", output[1]!["status"]!.GetValue<string>());
        Assert.Equal(Words, string.Concat(output.SelectMany(item => item!["content"]?.AsArray() ?? []).Select(part => part!["text"]!.GetValue<string>())));
    }

    [Fact]
    public void Responses_streams_tell_of_an_image_from_its_beginning_to_its_end()
    {
        var events = Datas(Streamed("openai-responses")).Where(data => (data["item"]?["type"] ?? data["type"])!.GetValue<string>().Contains("image_generation_call", StringComparison.Ordinal));

        Assert.Equal(
            ["response.output_item.added null", "response.image_generation_call.completed ", "response.output_item.done SU1BR0U="],
            events.Select(data => $"{data["type"]} {(data["item"] is { } item ? item["result"]?.GetValue<string>() ?? "null" : "")}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Anthropic_callers_get_the_words_and_no_block_that_is_none(bool isStream)
    {
        var written = isStream ? Streamed("anthropic") : Whole("anthropic");

        Assert.DoesNotContain("SU1BR0U=", written, StringComparison.Ordinal);
        Assert.DoesNotContain("{}", written.Replace("\"delta\":{}", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("print", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("openai-responses")]
    public void An_image_that_is_only_named_is_told_as_words(string to)
    {
        const string image = """{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""";
        var whole = Answer($$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","images":[{{image}}]},"finish_reason":"stop"}]}""", Codecs("openai-chat"), Codecs(to));
        var stream = $$$"""data: {"choices":[{"index":0,"delta":{"images":[{{{image}}}]},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

        Assert.Contains("![](https://example.com/a.png)", whole, StringComparison.Ordinal);
        Assert.Contains("![](https://example.com/a.png)", Stream(stream, Codecs("openai-chat"), Codecs(to)), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_are_larger_than_words_may_be_and_still_bounded()
    {
        static string Of(int images, int size) => Stream(
            string.Concat(Enumerable.Repeat("data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + new string('A', size) + "\"}}]}}]}\n\n", images))
                + "data: {\"candidates\":[{\"content\":{\"parts\":[]},\"finishReason\":\"STOP\"}]}\n\n",
            Codecs("gemini"),
            Codecs("openai-responses"));

        Assert.Contains("response.completed", Of(1, 4 * 1024 * 1024), StringComparison.Ordinal);
        Assert.DoesNotContain("response.completed", Of(3, 6 * 1024 * 1024), StringComparison.Ordinal);
    }

    private static string Whole(string to) =>
        Answer($$$"""{"candidates":[{"content":{"parts":{{{Parts}}},"role":"model"},"finishReason":"STOP","index":0}],"modelVersion":"m","responseId":"r"}""", Codecs("gemini"), Codecs(to));

    // A part an event, as Gemini sends them.
    private static string Streamed(string to)
    {
        var events = JsonNode.Parse(Parts)!.AsArray().Select(part => $$$"""data: {"candidates":[{"content":{"parts":[{{{part!.ToJsonString()}}}],"role":"model"},"index":0}]}""" + "\n\n");
        return Stream(string.Concat(events) + "data: {\"candidates\":[{\"content\":{\"parts\":[]},\"finishReason\":\"STOP\",\"index\":0}]}\n\n", Codecs("gemini"), Codecs(to));
    }

    private static List<JsonNode> Datas(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];

    private static JsonObject ChatMessage(string stream)
    {
        var deltas = Datas(stream).SelectMany(data => data["choices"]!.AsArray()).Select(choice => choice!["delta"]!).ToList();
        return new JsonObject
        {
            ["content"] = string.Concat(deltas.Select(delta => delta["content"]?.GetValue<string>())),
            ["images"] = new JsonArray([.. deltas.SelectMany(delta => delta["images"]?.AsArray() ?? []).Select(image => image!.DeepClone())]),
        };
    }
}
