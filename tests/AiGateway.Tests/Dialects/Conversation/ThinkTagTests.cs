using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects.Conversation;

public sealed class ThinkTagTests
{
    /// <summary>Texts as they stand in JSON, what is thought in them, and what is said.</summary>
    public static TheoryData<string, string, string> Texts { get; } =
    [
        ("<think>Hm.</think>Hello", "Hm.", "Hello"),
        (@"<think>\nHm, \u003cb\u003e\n</think>\n\nHello <think>not this</think>", "Hm, <b>\n", "Hello <think>not this</think>"),
        (@"\u003cthink\u003eHm\u003c\/think\u003eHello", "Hm", "Hello"),
        (@" \n<think>\ud83d\ude00 é</thin></think>\t\ud83d\ude00", "\U0001F600 é</thin>", "\U0001F600"),
        ("<think>Cut before its en", "Cut before its en", ""),
        ("<think>Cut in its tag</thi", "Cut in its tag</thi", ""),
        ("<think></think>Hello", "", "Hello"),
        (@"<think>\\u003c/think>x</think>y", @"\u003c/think>x", "y"),
        ("Hello <think>Hm</think>", "", "Hello <think>Hm</think>"),
        ("<thing>Hello", "", "<thing>Hello"),
        (@"\n\nHello", "", "\n\nHello"),
        ("<thi", "", "<thi"),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_whole_answer_is_split(string json, string thought, string said)
    {
        var answer = ThinkTags.Split(AnswerOf(new TextPart(JsonString.Wrap(Encoding.UTF8.GetBytes(json)))));

        Assert.Equal((thought, said), Words(answer));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_stream_is_split_wherever_it_is_cut(string json, string thought, string said)
    {
        var units = UnitsOf(json);
        Assert.Equal((thought, said), Words(Tell([.. units])));
        Assert.Equal((thought, said), Words(Tell(json)));
        for (var cut = 1; cut < units.Count; cut++)
        {
            Assert.Equal((thought, said), Words(Tell(string.Concat(units.Take(cut)), string.Concat(units.Skip(cut)))));
        }
    }

    [Fact]
    public void Where_reasoning_stands_elsewhere_the_text_is_text()
    {
        var answer = AnswerOf(new ReasoningPart(JsonString.Of("Hm.")), new TextPart(JsonString.Of("<think>x</think>y")));
        var gatherer = new AnswerGatherer();

        AnswerTelling.Tell(answer, new ThinkTagSplit(gatherer));

        Assert.Same(answer, ThinkTags.Split(answer));
        Assert.Equal(("Hm.", "<think>x</think>y"), Words(gatherer.ToAnswer()));
    }

    [Fact]
    public void Thinking_ends_with_the_first_call()
    {
        var call = new ToolCallPart(JsonString.Of("c"), JsonString.Of("f"), "{}"u8.ToArray());
        var gatherer = new AnswerGatherer();

        AnswerTelling.Tell(AnswerOf(new TextPart(JsonString.Of("<think>Hm")), call), new ThinkTagSplit(gatherer));

        var parts = gatherer.ToAnswer().Choices[0].Parts;
        Assert.Equal("Hm", Assert.IsType<ReasoningPart>(parts[0]).Text.ToString());
        Assert.IsType<ToolCallPart>(Assert.Single(parts.Skip(1)));
    }

    [Fact]
    public void Every_choice_has_its_own_reasoning()
    {
        var gatherer = new AnswerGatherer();
        var split = new ThinkTagSplit(gatherer);
        foreach (var piece in (string[])["<thi", "nk>a", "</think>b"])
        {
            split.Take(new StreamEvent { Kind = StreamEventKind.Text, Choice = 0, Text = JsonString.Of(piece).Quoted.Span });
            split.Take(new StreamEvent { Kind = StreamEventKind.Text, Choice = 1, Text = JsonString.Of(piece == "<thi" ? "<x>" : piece).Quoted.Span });
        }

        Assert.Equal(("a", "b"), Words(gatherer.ToAnswer()));
        Assert.Equal("<x>nk>a</think>b", Assert.IsType<TextPart>(Assert.Single(gatherer.ToAnswer().Choices[1].Parts)).Text.ToString());
    }

    private static ConversationAnswer AnswerOf(params Part[] parts) => new() { Choices = [new AnswerChoice(parts, StopReason.Complete)] };

    private static ConversationAnswer Tell(params string[] pieces)
    {
        var gatherer = new AnswerGatherer();
        var split = new ThinkTagSplit(gatherer);
        foreach (var piece in pieces)
        {
            split.Take(new StreamEvent { Kind = StreamEventKind.Text, Text = Encoding.UTF8.GetBytes($"\"{piece}\"") });
        }

        split.Take(new StreamEvent { Kind = StreamEventKind.Stop, Stop = StopReason.Complete });
        return gatherer.ToAnswer();
    }

    private static (string Thought, string Said) Words(ConversationAnswer answer) => (
        string.Concat(answer.Choices[0].Parts.OfType<ReasoningPart>().Select(part => part.Text.ToString())),
        string.Concat(answer.Choices[0].Parts.OfType<TextPart>().Select(part => part.Text.ToString())));

    // The least pieces that a provider may cut a JSON string into.
    private static List<string> UnitsOf(string json)
    {
        var units = new List<string>();
        for (var at = 0; at < json.Length;)
        {
            var length = json[at] != '\\' ? char.IsSurrogate(json[at]) ? 2 : 1 : json[at + 1] == 'u' ? 6 : 2;
            units.Add(json.Substring(at, length));
            at += length;
        }

        return units;
    }
}
