using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using AiGateway.Tests.Dialects.Conversation;
using static AiGateway.Tests.Dialects.Continuation.ContinuedAnswers;

namespace AiGateway.Tests.Dialects.Continuation;

public sealed class ConversationContinuationTests
{
    private static readonly string[] s_pieces = ["Hel", "lo, ", "wör", "ld 😀", " and", " more."];

    public static TheoryData<string> Dialects => [.. DialectCodecs.All.Select(codecs => codecs.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_answer_that_starts_over_goes_on_where_the_first_broke_whatever_was_sent(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);
        for (var count = CountUntil(events, s_pieces[0]); count <= CountUntil(events, s_pieces[^1]); count++)
        {
            var continuation = Begin(codecs, events[..count], AssistantPrefill.None);
            Assert.False(continuation.IsPrefilled);

            var whole = string.Concat(events[..count]) + Feed(continuation, EventsOf(codecs, ["Hello, w", "örld 😀 an", "d more."], id: "other"));

            AssertIsOneAnswer(codecs, "Hello, wörld 😀 and more.", whole, $"broke behind {count} events");
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_caller_who_has_had_nothing_but_comments_gets_the_new_answer_whole(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);

        var whole = Feed(Begin(codecs, [": keepalive\n\n"], AssistantPrefill.None), events);

        AssertIsOneAnswer(codecs, "Hello, wörld 😀 and more.", whole, "only comments");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_answer_that_is_prefilled_goes_on_behind_what_was_sent(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);
        var count = events.FindIndex(text => text.Contains("more", StringComparison.Ordinal));
        var continuation = Begin(codecs, events[..count], AssistantPrefill.Trailing);
        Assert.True(continuation.IsPrefilled);

        var whole = string.Concat(events[..count]) + Feed(continuation, EventsOf(codecs, [" more", "."], id: "other"));

        AssertIsOneAnswer(codecs, "Hello, wörld 😀 and more.", whole, "prefilled");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void The_request_of_a_prefilled_answer_ends_with_what_was_sent(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);
        var request = RequestOf(codecs);
        var continuation = Begin(codecs, events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))], AssistantPrefill.Trailing);

        var edited = Apply(request, continuation);

        Assert.True(codecs.Request.TryRead(Encoding.UTF8.GetBytes(edited), out var read, out var fault), fault.Message);
        Assert.Equal(TurnRole.Assistant, read.Turns[^1].Role);
        Assert.Equal("Hello, wörld 😀 and", Assert.IsType<TextPart>(Assert.Single(read.Turns[^1].Parts)).Text.ToString());
        Assert.Equal(97, read.Sampling.MaxTokens);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Where_the_limit_of_tokens_is_used_up_the_answer_starts_over(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);
        var sent = events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))];

        Assert.False(Begin(codecs, sent, AssistantPrefill.Trailing, RequestOf(codecs).Replace("100", "3", StringComparison.Ordinal)).IsPrefilled);
    }

    [Fact]
    public void A_request_that_begins_the_answer_itself_is_given_no_second_beginning()
    {
        var codecs = DialectCodecs.Anthropic;
        var events = EventsOf(codecs, s_pieces);
        var request = """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Well,"}],"stream":true}""";

        Assert.False(Begin(codecs, events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))], AssistantPrefill.Trailing, request).IsPrefilled);
    }

    [Fact]
    public void A_question_that_is_a_mere_string_becomes_a_turn_of_its_own()
    {
        var codecs = DialectCodecs.Responses;
        var events = EventsOf(codecs, s_pieces);
        var request = """{"model":"m","input":"Hi \"you\"","stream":true}""";
        var continuation = Begin(codecs, events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))], AssistantPrefill.Trailing, request);

        Assert.True(codecs.Request.TryRead(Encoding.UTF8.GetBytes(Apply(request, continuation)), out var read, out var fault), fault.Message);

        Assert.Equal(["Hi \"you\"", "Hello, wörld 😀 and"], read.Turns.Select(turn => Assert.IsType<TextPart>(Assert.Single(turn.Parts)).Text.ToString()));
    }

    [Theory]
    [InlineData(1, 5 + 5)]
    [InlineData(9, 9 + 5)]
    public void What_a_stream_guessed_of_its_usage_at_its_beginning_counts_only_where_it_is_more_than_came(long told, long together)
    {
        var codecs = DialectCodecs.Anthropic;
        var events = EventsOf(codecs, s_pieces);
        var sent = events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))];
        var continuation = TryBegin(codecs, sent, AssistantPrefill.Trailing, RequestOf(codecs), new TokenUsage(7, 0, 0, told, 0));

        Feed(continuation!, EventsOf(codecs, [" more", "."], id: "other"));

        Assert.Equal(together, continuation!.Usage!.Value.Output);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void An_answer_that_says_something_else_cannot_be_joined(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);
        var continuation = Begin(codecs, events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))], AssistantPrefill.None);

        var kinds = EventsOf(codecs, ["Hello, wor", "ld."]).ConvertAll(text => continuation.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(EventKind.Malformed, kinds);
        Assert.NotNull(continuation.Error);
        Assert.False(continuation.IsWhole);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void What_is_more_than_one_text_is_not_continued(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        using var writer = codecs.Stream.OpenWriter(Translating.Context);
        writer.Take(new StreamEvent { Kind = StreamEventKind.Begin, Id = "\"a\""u8, Name = "\"m\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.ToolCall, Slot = 0, Id = "\"call_1\""u8, Name = "\"f\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Arguments, Slot = 0, Text = "\"{}\""u8 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.PartEnd, Slot = 0 });

        Assert.Null(TryBegin(codecs, [Encoding.UTF8.GetString(writer.Output.WrittenSpan)], AssistantPrefill.None));
    }

    [Fact]
    public void What_was_told_in_a_way_that_is_not_this_programs_is_not_continued()
    {
        var codecs = DialectCodecs.Anthropic;
        var events = EventsOf(codecs, s_pieces).ConvertAll(text => text.Replace("\"index\":0", "\"index\":7", StringComparison.Ordinal));

        Assert.Null(TryBegin(codecs, events[..^3], AssistantPrefill.None));
    }

    [Fact]
    public void Items_keep_the_ids_that_their_provider_gave_them()
    {
        var codecs = DialectCodecs.Responses;
        var events = EventsOf(codecs, s_pieces).ConvertAll(text => text.Replace("msg_first_0", "msg_0a1b2c", StringComparison.Ordinal));
        var sent = events[..events.FindIndex(text => text.Contains("more", StringComparison.Ordinal))];

        var rest = Feed(Begin(codecs, sent, AssistantPrefill.None), EventsOf(codecs, ["Hello, wörld 😀 and more."], id: "other"));

        Assert.Contains("msg_0a1b2c", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("msg_first_0", rest, StringComparison.Ordinal);
        var whole = (string.Concat(sent) + rest).Replace("msg_0a1b2c", "msg_first_0", StringComparison.Ordinal);
        AssertIsOneAnswer(codecs, "Hello, wörld 😀 and more.", whole, "with ids of the provider's");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Reasoning_does_not_come_a_second_time(string dialect)
    {
        var codecs = Translating.Codecs(dialect);
        var events = EventsOf(codecs, s_pieces);
        var count = events.FindIndex(text => text.Contains("more", StringComparison.Ordinal));
        var continuation = Begin(codecs, events[..count], AssistantPrefill.None);

        var rest = Feed(continuation, EventsOf(codecs, ["Hello, wörld 😀 and more."], thought: "Hmm."));

        Assert.DoesNotContain("Hmm", rest, StringComparison.Ordinal);
        AssertIsOneAnswer(codecs, "Hello, wörld 😀 and more.", string.Concat(events[..count]) + rest, "with reasoning");
    }

    [Fact]
    public void Usage_that_tells_nothing_does_not_break_what_goes_on()
    {
        var codecs = DialectCodecs.Gemini;
        var continuation = TryBegin(codecs, [": keepalive\n\n"], AssistantPrefill.None, RequestOf(codecs), spent: null)!;

        var whole = Feed(continuation, ["data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{}}\r\n\r\n"]);

        Assert.Contains("\"Hi\"", whole, StringComparison.Ordinal);
    }
}
