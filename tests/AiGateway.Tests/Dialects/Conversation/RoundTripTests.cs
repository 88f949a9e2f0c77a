using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class RoundTripTests
{
    private static readonly DialectCodecs s_chat = Codecs("openai-chat");
    private static readonly DialectCodecs s_responses = Codecs("openai-responses");

    public static TheoryData<int> Requests { get; } = [.. Enumerable.Range(0, SampleRequests.Chat.Count)];

    public static TheoryData<int> Answers { get; } = [.. Enumerable.Range(0, SampleRequests.ChatAnswers.Count)];

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_chat_request_comes_back_as_it_was(int which)
    {
        var (json, dropped) = Request(SampleRequests.Chat[which], s_chat, s_chat);

        Assert.Equal(Normal(SampleRequests.Chat[which]), Normal(json));
        Assert.Empty(dropped);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_chat_answer_comes_back_as_it_was(int which)
    {
        Assert.Equal(Normal(SampleRequests.ChatAnswers[which]), Normal(Answer(SampleRequests.ChatAnswers[which], s_chat, s_chat)));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_chat_request_goes_through_responses_and_loses_only_what_it_is_told_to_lose(int which)
    {
        var (there, lost) = Request(SampleRequests.Chat[which], s_chat, s_responses);
        var (back, dropped) = Request(there, s_responses, s_chat);
        var left = JsonNode.Parse(back)!.AsObject();

        Assert.Empty(dropped);
        foreach (var member in JsonNode.Parse(SampleRequests.Chat[which].Replace("\\ud83d\"", "\"", StringComparison.Ordinal))!.AsObject())
        {
            Assert.True(left.ContainsKey(member.Key) || lost.Contains(member.Key), $"{member.Key} is lost without a word: {there}");
        }
    }

    [Fact]
    public void Reasoning_of_anthropic_comes_back_through_responses_with_its_signature()
    {
        const string answer = """
            {"id":"i","model":"m","role":"assistant","type":"message","stop_reason":"tool_use","content":[{"type":"thinking","thinking":"Hm","signature":"c2ln"},
            {"type":"redacted_thinking","data":"ZGF0YQ=="},{"type":"text","text":"Look."},{"type":"tool_use","id":"c1","name":"f","input":{}}]}
            """;
        var anthropic = Codecs("anthropic");
        var output = JsonNode.Parse(Answer(answer, anthropic, s_responses))!["output"]!.AsArray();
        var request = new JsonObject
        {
            ["input"] = new JsonArray([new JsonObject { ["role"] = "user", ["content"] = "Go" }, .. output.Select(item => item!.DeepClone()),
                new JsonObject { ["type"] = "function_call_output", ["call_id"] = "c1", ["output"] = "x" }]),
        };
        var (json, dropped) = Request(request.ToJsonString(), s_responses, anthropic);

        Assert.Empty(dropped);
        AssertSameJson(JsonNode.Parse(answer)!["content"]!.ToJsonString(), JsonNode.Parse(json)!["messages"]![1]!["content"]!.ToJsonString());
    }

    [Fact]
    public void Reasoning_of_responses_comes_back_through_chat_with_its_signature()
    {
        const string output = """
            [{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"gAAA"},{"type":"reasoning","summary":[],"encrypted_content":"gBBB"},
            {"type":"message","role":"assistant","content":"Hi"}]
            """;
        var message = JsonNode.Parse(Answer($$"""{"id":"i","output":{{output.Replace("\"Hi\"", "[{\"type\":\"output_text\",\"text\":\"Hi\"}]", StringComparison.Ordinal)}}}""", s_responses, s_chat))!["choices"]![0]!["message"]!;
        var request = new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Go" }, message.DeepClone()) };
        var (json, dropped) = Request(request.ToJsonString(), s_chat, s_responses);
        var items = JsonNode.Parse(json)!["input"]!.AsArray();
        items.RemoveAt(0);

        Assert.Empty(dropped);
        AssertSameJson(output, items.ToJsonString());
    }

    // Members in the order of their names. Raw text, since half a surrogate pair is no text to a JSON library.
    private static string Normal(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var text = new StringBuilder();
        Append(document.RootElement, text);
        return text.ToString();
    }

    private static void Append(System.Text.Json.JsonElement element, StringBuilder text)
    {
        if (element.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
            {
                text.Append(member.Name).Append(":{");
                Append(member.Value, text);
                text.Append('}');
            }
        }
        else if (element.ValueKind == System.Text.Json.JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                text.Append('[');
                Append(item, text);
                text.Append(']');
            }
        }
        else
        {
            text.Append(element.GetRawText());
        }
    }
}
