using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Translation;

namespace AiGateway.Tests.Dialects.Translation;

public sealed class ReasoningMemoryTests
{
    private static readonly DialectCodecs s_anthropic = DialectCodecs.Anthropic;
    private static readonly DialectCodecs s_chat = DialectCodecs.Chat;
    private static readonly DialectCodecs s_gemini = DialectCodecs.Gemini;

    // Every caller with every target that wants its reasoning back, whole and streamed, with callers who send back what they can and callers who do not.
    public static TheoryData<string, string, bool, bool> Talks { get; } =
    [
        .. from caller in DialectCodecs.All
           from target in DialectCodecs.All
           where caller != target
           from streams in new[] { false, true }
           from forgets in new[] { false, true }
           select new TheoryDataRow<string, string, bool, bool>(caller.Name, target.Name, streams, forgets),
    ];

    [Theory]
    [MemberData(nameof(Talks))]
    public void A_talk_of_three_turns_gives_the_model_its_reasoning_back(string callerName, string targetName, bool streams, bool forgets)
    {
        var caller = Conversation.Translating.Codecs(callerName);
        var target = Conversation.Translating.Codecs(targetName); using var talk = new ToolTalk(caller, target, new TableMemory(), streams, forgets);
        talk.Say("Weather in Paris?");
        talk.Send();
        talk.Hear([.. Thinks(target, "First", 1), Call(target, "weather", "first-call", 1)]);
        talk.AnswerCalls("sunny");
        var second = talk.Send();
        AssertThought(target, second, turn: 0, "First", 1);

        talk.Hear([.. Thinks(target, "Second", 2), Call(target, "time", "second-call", 2), Call(target, "date", "third-call", null)]);
        talk.AnswerCalls("noon");
        var third = talk.Send();
        AssertThought(target, third, turn: 0, "First", 1);
        AssertThought(target, third, turn: 1, "Second", 2);
        Assert.Equal(3, third.Turns.SelectMany(turn => turn.Parts).Count(part => part is ToolCallPart));
        Assert.Equal(3, third.Turns.SelectMany(turn => turn.Parts).Count(part => part is ToolResultPart));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_of_several_calls_has_what_was_thought_ahead_of_it(bool streams)
    {
        using var talk = Begin(s_chat, s_anthropic, streams);
        talk.Hear(Signed("One", "S1"), Call("a"), Signed("Two", "S2"), new SealedReasoningPart(Of("SEALED")), Call("b"));
        talk.AnswerCalls("done");

        var parts = talk.Send().Turns.Single(turn => turn.Role == TurnRole.Assistant).Parts;

        Assert.Equal(["One", "a", "Two", "SEALED", "b"], parts.Select(Told));
    }

    [Fact]
    public void Thinking_stands_ahead_of_the_words_that_came_behind_it()
    {
        using var talk = Begin(s_chat, s_anthropic);
        talk.Hear(Signed("One", "S1"), new TextPart(JsonString.Of("I look.")), Call("a"));
        talk.AnswerCalls("done");

        var parts = talk.Send().Turns.Single(turn => turn.Role == TurnRole.Assistant).Parts;

        Assert.Equal(["One", "I look.", "a"], parts.Select(Told));
    }

    [Fact]
    public void What_one_provider_signed_is_not_given_to_another()
    {
        using var talk = Begin(s_chat, s_anthropic);
        talk.Hear(Signed("One", "S1"), Call("a"));
        talk.AnswerCalls("done");
        talk.Origin = "another/model";

        Assert.Equal(["a"], talk.Send().Turns.Single(turn => turn.Role == TurnRole.Assistant).Parts.Select(Told));
    }

    [Fact]
    public void What_nobody_signed_may_go_to_another_of_the_same_dialect()
    {
        using var talk = Begin(s_anthropic, s_chat);
        talk.Hear(new ReasoningPart(JsonString.Of("One")), Call("a"));
        talk.AnswerCalls("done");
        talk.Origin = "another/model";

        Assert.Equal(["One", "a"], talk.Send().Turns.Single(turn => turn.Role == TurnRole.Assistant).Parts.Select(Told));
    }

    [Fact]
    public void Ids_that_are_the_same_in_every_talk_do_not_mix_them_up()
    {
        var memory = new TableMemory();
        using var other = new ToolTalk(s_anthropic, s_chat, memory, streams: false, forgets: true);
        other.Say("My name is Bob. Where am I?");
        other.Send();
        other.Hear(new ReasoningPart(JsonString.Of("Bob is lost")), Call("a", "functions.a:0"));

        using var talk = Begin(s_anthropic, s_chat, memory: memory);
        talk.Hear(Call("a", "functions.a:0"));
        talk.AnswerCalls("done");

        Assert.Equal(["a"], talk.Send().Turns.Single(turn => turn.Role == TurnRole.Assistant).Parts.Select(Told));
    }

    [Fact]
    public void A_call_without_thought_takes_the_place_of_one_with_it()
    {
        var memory = new TableMemory();
        foreach (var thought in new Part[][] { [new ReasoningPart(JsonString.Of("Old"))], [] })
        {
            using var talk = Begin(s_anthropic, s_chat, memory: memory);
            talk.Hear([.. thought, Call("a", "functions.a:0")]);
        }

        Assert.Empty(memory.Kept);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thought_that_is_too_long_is_not_kept_at_all(bool streams)
    {
        var memory = new TableMemory();
        using var talk = Begin(s_chat, s_anthropic, streams, memory);
        talk.Hear(Signed(new string('x', ThoughtKeeper.MostKept), "S1"), Call("a"));

        Assert.Empty(memory.Kept);
    }

    [Fact]
    public void A_stream_that_breaks_leaves_nothing_behind()
    {
        var memory = new TableMemory();
        var keeper = new ThoughtKeeper(memory, s_anthropic, "p/m", default);
        var thoughts = new StreamThoughts(keeper, Conversation.Translating.Context);
        thoughts.Take(new StreamEvent { Kind = StreamEventKind.Reasoning, Text = "\"One\""u8 });
        thoughts.Take(new StreamEvent { Kind = StreamEventKind.Signature, Text = "\"S\""u8, Family = DialectFamily.Anthropic });
        thoughts.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Slot = 0, Id = "\"a\""u8, Name = "\"a\""u8 });

        Assert.Empty(memory.Kept);
    }

    [Fact]
    public void What_the_caller_has_sent_back_himself_is_left_as_it_is()
    {
        var memory = new TableMemory();
        using var talk = new ToolTalk(s_anthropic, s_chat, memory, streams: false, forgets: false);
        talk.Say("Weather in Paris?");
        talk.Send();
        talk.Hear(new ReasoningPart(JsonString.Of("One")), Call("a"));
        talk.AnswerCalls("done");
        var kept = memory.Kept.Count;

        Assert.Equal(1, kept);
        Assert.Equal(["One", "a"], talk.Send().Turns.Single(turn => turn.Role == TurnRole.Assistant).Parts.Select(Told));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_that_have_no_ids_are_told_apart_though_every_request_has_the_same_id(bool streams)
    {
        using var talk = Begin(s_chat, s_gemini, streams);
        talk.Hear(Call("a", null) with { Signature = new Signature(DialectFamily.Gemini, JsonString.Of("G1")) });
        talk.AnswerCalls("same");
        talk.Send();
        talk.Hear(Call("b", null) with { Signature = new Signature(DialectFamily.Gemini, JsonString.Of("G2")) });
        talk.AnswerCalls("same");
        talk.Send();
        talk.Hear(Call("c", null) with { Signature = new Signature(DialectFamily.Gemini, JsonString.Of("G3")) });
        talk.AnswerCalls("same");

        var calls = talk.Send().Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>();

        Assert.Equal(["G1", "G2", "G3"], calls.Select(call => call.Signature!.Value.ToString()));
    }

    [Fact]
    public void Nothing_that_was_added_is_told_as_dropped()
    {
        using var talk = Begin(s_chat, s_anthropic);
        talk.Hear(Signed("One", "S1"), Call("a"));
        talk.AnswerCalls("done");
        talk.Send();

        Assert.Empty(talk.Dropped);
    }

    [Fact]
    public void Bytes_of_another_kind_are_no_thought() => Assert.False(Thought.TryRead("nonsense"u8.ToArray(), out _));

    private static ToolTalk Begin(DialectCodecs caller, DialectCodecs target, bool streams = false, TableMemory? memory = null)
    {
        var talk = new ToolTalk(caller, target, memory ?? new TableMemory(), streams, forgets: true);
        talk.Say("Weather in Paris?");
        talk.Send();
        return talk;
    }

    // What each target gives out to get it back.
    private static IEnumerable<Part> Thinks(DialectCodecs target, string text, int turn) =>
        target == s_gemini ? []
        : target == s_chat ? [new ReasoningPart(JsonString.Of(text))]
        : target == s_anthropic && turn == 1 ? [Signed(text, "S1"), new SealedReasoningPart(Of("SEALED"))]
        : [new ReasoningPart(JsonString.Of(text)) { Signature = new Signature(FamilyOf(target), JsonString.Of($"S{turn}")) }];

    private static ToolCallPart Call(DialectCodecs target, string name, string id, int? turn) => Call(name, target == s_gemini ? null : id) with
    {
        Signature = target == s_gemini && turn is { } number ? new Signature(DialectFamily.Gemini, JsonString.Of($"G{number}")) : null,
    };

    private static void AssertThought(DialectCodecs target, ConversationRequest request, int turn, string text, int number)
    {
        var parts = request.Turns.Where(turn => turn.Role == TurnRole.Assistant).ElementAt(turn).Parts;
        if (target == s_gemini)
        {
            Assert.Equal($"G{number}", parts.OfType<ToolCallPart>().First().Signature?.Value.ToString());
            return;
        }

        var reasoning = Assert.IsType<ReasoningPart>(parts[0]);
        Assert.Equal(text, reasoning.Text.ToString());
        Assert.Single(parts, part => part is ReasoningPart);
        if (target != s_chat)
        {
            Assert.Equal(new Signature(FamilyOf(target), JsonString.Of($"S{number}")), reasoning.Signature, SameSignature);
        }

        if (target == s_anthropic && number == 1)
        {
            Assert.Equal("SEALED", Assert.IsType<SealedReasoningPart>(parts[1]).Content.Value.ToString());
        }
    }

    private static bool SameSignature(Signature? one, Signature? other) => one?.Family == other?.Family && one?.Value.ToString() == other?.Value.ToString();

    private static DialectFamily FamilyOf(DialectCodecs target) => target == s_anthropic ? DialectFamily.Anthropic : DialectFamily.OpenAiResponses;

    private static ReasoningPart Signed(string text, string signature) => new(JsonString.Of(text)) { Signature = Of(signature) };

    private static Signature Of(string signature) => new(DialectFamily.Anthropic, JsonString.Of(signature));

    private static ToolCallPart Call(string name, string? id = "call_1a2b") =>
        new(id is null ? default : JsonString.Of(id == "call_1a2b" ? $"call_{name}" : id), JsonString.Of(name), "{\"x\":1}"u8.ToArray());

    private static string Told(Part part) => part switch
    {
        TextPart text => text.Text.ToString(),
        ReasoningPart reasoning => reasoning.Text.ToString(),
        SealedReasoningPart kept => kept.Content.Value.ToString(),
        ToolCallPart call => call.Name.ToString(),
        _ => part.GetType().Name,
    };
}
