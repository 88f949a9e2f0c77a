using System.Text;
using AiGateway.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Conversation.Translating;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class RoundTripTests
{
    private static readonly DialectCodecs s_chat = Codecs("openai-chat");

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
