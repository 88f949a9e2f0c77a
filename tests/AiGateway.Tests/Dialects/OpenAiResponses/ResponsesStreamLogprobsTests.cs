using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.OpenAiResponses;

public sealed class ResponsesStreamLogprobsTests
{
    [Fact]
    public void Probabilities_are_repeated_with_the_text_that_they_are_of()
    {
        var events = Events(Chunk("A", """[{"token":"A","logprob":-1}]""") + Chunk("B", "[]") + Chunk("C", """[{"token":"C","logprob":-2}]"""));

        var whole = """[{"token":"A","logprob":-1},{"token":"C","logprob":-2}]""";
        Assert.Equal(whole, Of(events, "response.output_text.done")["logprobs"]!.ToJsonString());
        Assert.Equal(whole, Of(events, "response.content_part.done")["part"]!["logprobs"]!.ToJsonString());
        Assert.Equal(whole, Of(events, "response.output_item.done")["item"]!["content"]![0]!["logprobs"]!.ToJsonString());
        Assert.Equal(whole, Of(events, "response.completed")["response"]!["output"]![0]!["content"]![0]!["logprobs"]!.ToJsonString());
        Assert.Equal("[]", Of(events, "response.content_part.added")["part"]!["logprobs"]!.ToJsonString());
    }

    [Fact]
    public void What_there_is_no_room_for_is_told_and_not_repeated()
    {
        var token = $$"""[{"token":"{{new string('x', 1024 * 1024)}}","logprob":-1}]""";
        var events = Events(string.Concat(Enumerable.Repeat(Chunk("A", token), 5)));

        Assert.All(events.Where(data => (string?)data["type"] == "response.output_text.delta"), data => Assert.NotEmpty(data["logprobs"]!.AsArray()));
        Assert.Empty(Of(events, "response.output_text.done")["logprobs"]!.AsArray());
        Assert.Equal("AAAAA", (string?)Of(events, "response.completed")["response"]!["output"]![0]!["content"]![0]!["text"]);
    }

    private static string Chunk(string text, string logprobs) =>
        $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"logprobs":{"content":{{{logprobs}}}}}]}""" + "\n\n";

    private static List<JsonNode> Events(string chunks)
    {
        var stream = Stream(chunks + """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n", DialectCodecs.Chat, DialectCodecs.Responses);
        return [.. stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line[6..])!)];
    }

    private static JsonNode Of(List<JsonNode> events, string type) => events.Single(data => (string?)data["type"] == type);
}
