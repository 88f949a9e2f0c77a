using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.OpenAiChat.Continuing;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatContinuationTests
{
    [Fact]
    public void A_stream_that_starts_over_is_joined_where_the_first_one_ended()
    {
        var first =
            """{"choices":[{"delta":{"content":"","role":"assistant"},"index":0,"logprobs":null,"finish_reason":null}],"object":"chat.completion.chunk","usage":null,"created":1790000000,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-a1"}""";
        var begun =
            """{"choices":[{"delta":{"content":"Grüße, \u4f60"},"index":0,"finish_reason":null}],"usage":null,"created":1790000000,"system_fingerprint":null,"model":"qwen-plus","id":"chatcmpl-a1"}""";
        var continuation = Begin(Broken(Event(first) + ": ping\n\n" + Event(begun)) with { CallerWantsUsage = true })!;
        var (got, last) = Relay(
            continuation,
            Event("""{"id":"x","object":"chat.completion.chunk","created":5,"model":"gpt","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}],"usage":null}""")
            + Event("""{"id":"x","object":"chat.completion.chunk","created":5,"model":"gpt","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"Gr\u00fc"},"finish_reason":null}],"usage":null}""")
            + ": ping\n\n"
            + "event: chunk\nid: 7\ndata:{\"id\":\"x\" , \"x_new\":[1, 2],\"created\":5,\"model\":\"gpt\",\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"ße, 你好\\n\"},\"finish_reason\":null}]}\r\n\r\n"
            + Event("""{"id":"x","created":5,"model":"gpt","choices":[{"index":0,"delta":{"content":"!"},"finish_reason":null}],"obfuscation":"q"}""")
            + Event("""{"id":"x","created":5,"model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Event("""{"id":"x","created":5,"model":"gpt","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2,"text_tokens":5}}}""")
            + Done + "data: junk\n\n");

        Assert.False(continuation.IsPrefilled);
        Assert.Empty(continuation.Edits);
        Assert.Equal(EventKind.End, last);
        Assert.Equal(
            ":\n\n"
            + Event("""{"id":"chatcmpl-a1" , "x_new":[1, 2],"created":1790000000,"model":"qwen-plus","system_fingerprint":null,"choices":[{"index":0,"delta":{"content":"好\n"},"finish_reason":null}]}""")
            + Event("""{"id":"chatcmpl-a1","created":1790000000,"model":"qwen-plus","choices":[{"index":0,"delta":{"content":"!"},"finish_reason":null}],"obfuscation":"q"}""")
            + Event("""{"id":"chatcmpl-a1","created":1790000000,"model":"qwen-plus","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Event("""{"id":"chatcmpl-a1","created":1790000000,"model":"qwen-plus","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":8,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2,"text_tokens":5}}}""")
            + Done,
            got);
        Assert.Equal(new TokenUsage(6, 4, 0, 8, 2), continuation.Usage);
        Assert.True(continuation.IsWhole);
    }

    [Fact]
    public void A_prefilled_stream_goes_on_from_what_was_sent()
    {
        var continuation = Begin(Broken(Sent("Hello"), prefill: AssistantPrefill.Partial))!;
        Assert.True(continuation.IsPrefilled);
        Assert.Equal(
            """{"model":"m","messages":[{"role":"user","content":"Tell me."},{"role":"assistant","content":"Hello","partial":true}],"stream":true}""",
            Apply(Request, continuation.Edits));
        var (got, last) = Relay(continuation, Text("", more: ",\"role\":\"assistant\"") + Text(" world") + Finish() + Done);
        Assert.Equal(EventKind.End, last);
        Assert.Equal(
            Event("""{"id":"a","created":1,"model":"first","choices":[{"index":0,"delta":{"content":" world"},"finish_reason":null}]}""")
            + Event("""{"id":"a","created":1,"model":"first","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
            + Done,
            got);
    }

    [Theory]
    [InlineData("It was a dark night", "It was a dark night| and| stormy", " and stormy")]
    [InlineData("It was a dark night", "It was| a d|ark night and", " and")]
    [InlineData("It was a dark night", "It was| a d|azzling", "It was a dazzling")]
    [InlineData("It was a dark night", "It was| a", "It was a")]
    [InlineData("It was a dark night", "It was a dark night", "")]
    [InlineData("Too short a txt", "Too short a txt", "Too short a txt")]
    [InlineData("0, 0, 0, 0, 0, 0, 0, 0, ", "0, 0, 0, 0, 0, 0, 0, 0, 1", "0, 0, 0, 0, 0, 0, 0, 0, 1")]
    [InlineData("----------------------", "----------------------", "----------------------")]
    public void A_beginning_that_a_prefilled_provider_repeats_is_dropped_unless_it_may_be_its_own(string sent, string answer, string expected)
    {
        var continuation = Begin(Broken(Sent(sent), prefill: AssistantPrefill.Trailing))!;
        Assert.True(continuation.IsPrefilled);
        var (got, _) = Relay(continuation, string.Concat(answer.Split('|').Select(piece => Text(piece))) + Finish() + Done);
        Assert.Equal(expected, Caller.Read(got).Text);
    }

    [Theory]
    [InlineData("\\n|world", "world")]
    [InlineData("\\nworld", "world")]
    [InlineData(" \\n|world", " \nworld")]
    [InlineData("\\n\\n|- one", "\n- one")]
    [InlineData("world", "world")]
    [InlineData("It was a dark night\\n|world", "world")]
    [InlineData("It was a dark night|world", "world")]
    public void White_space_that_a_provider_may_not_be_given_is_not_sent_twice(string answer, string expected)
    {
        var continuation = Begin(Broken(Sent("It was a dark night\\n"), prefill: AssistantPrefill.Trailing))!;
        Assert.Contains("""dark night"}]""", Apply(Request, continuation.Edits), StringComparison.Ordinal);
        var (got, _) = Relay(continuation, string.Concat(answer.Split('|').Select(piece => Text(piece))) + Finish() + Done);
        Assert.Equal(expected, Caller.Read(got).Text);
    }

    [Theory]
    [InlineData("Hexlo")]
    [InlineData("He|xlo")]
    [InlineData("Hell|")]
    public void Where_a_stream_that_starts_over_differs_the_answers_are_not_joined(string answer)
    {
        var continuation = Begin(Broken(Sent("Hello")))!;
        var (got, last) = Relay(continuation, string.Concat(answer.Split('|').Select(piece => Text(piece))) + Finish() + Done);
        Assert.Equal(("", EventKind.Malformed), (got, last));
        Assert.NotNull(continuation.Error);
        Assert.False(continuation.IsWhole);
        Assert.Equal(EventKind.Malformed, continuation.Read("data: {}\n\n"u8));
    }

    [Fact]
    public void A_tool_call_must_wait_for_the_text_and_may_follow_it()
    {
        var call = Text("", more: ""","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]""");
        Assert.Equal(EventKind.Malformed, Relay(Begin(Broken(Sent("Hello")))!, Text("He") + call).Last);

        var (got, last) = Relay(Begin(Broken(Sent("Hello")))!, Text("Hello") + call + Finish("tool_calls") + Done);
        Assert.Equal(EventKind.End, last);
        Assert.Contains("call_1", got, StringComparison.Ordinal);
        Assert.Equal("tool_calls", Assert.Single(Caller.Read(got).Finishes));

        var nothingSent = Relay(Begin(Broken(Sent("")))!, call + Finish("tool_calls") + Done);
        Assert.Equal(EventKind.End, nothingSent.Last);
        Assert.Contains("call_1", nothingSent.Got, StringComparison.Ordinal);
    }

    [Fact]
    public void Reasoning_reaches_the_caller_once()
    {
        var thought = Event("""{"id":"a","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"Let me"}}]}""");
        foreach (var prefill in Enum.GetValues<AssistantPrefill>())
        {
            var continuation = Begin(Broken(thought, prefill: prefill))!;
            Assert.False(continuation.IsPrefilled);
            var (got, _) = Relay(
                continuation,
                Text("", more: ",\"reasoning\":\"Hmm\"")
                + Event("""{"id":"x","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"H","content":"A","reasoning":"H","role":"assistant","x":1,"thinking":"H"}}]}""")
                + Text("B", more: ",\"reasoning_content\":\"H\"") + Finish() + Done);
            Assert.StartsWith(Event("""{"id":"a","choices":[{"index":0,"delta":{"content":"A","x":1}}]}"""), got, StringComparison.Ordinal);
            Assert.Equal("AB", Caller.Read(got).Text);
            Assert.DoesNotContain("\"H", got, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_nothing_but_the_role_was_sent_everything_follows()
    {
        var (got, _) = Relay(Begin(Broken(Sent("")))!, Text("", more: ",\"reasoning_content\":\"Hmm\"") + Text("A") + Finish() + Done);
        Assert.Contains("\"reasoning_content\":\"Hmm\"", got, StringComparison.Ordinal);
        Assert.Equal("A", Caller.Read(got).Text);
        Assert.Equal("a", Assert.Single(Caller.Read(got).Ids));
    }

    [Fact]
    public void A_continuation_can_break_and_be_continued_in_its_turn()
    {
        var sent = Sent("One");
        sent += Relay(Begin(Broken(sent))!, Text("One, two")).Got;
        sent += Relay(Begin(Broken(sent, prefill: AssistantPrefill.Prefix))!, Text(", three", id: "c")).Got;
        var last = Begin(Broken(sent) with { Spent = new TokenUsage(1, 0, 0, 30, 4) })!;
        sent += Relay(last, Text("One, two, three, f", id: "d") + Text("our", id: "d") + Finish(id: "d") + Done).Got;
        var caller = Caller.Read(sent);
        Assert.Equal("One, two, three, four", caller.Text);
        Assert.Equal("a", Assert.Single(caller.Ids));
        Assert.Equal("stop", Assert.Single(caller.Finishes));
        Assert.Equal(new TokenUsage(1, 0, 0, 30, 4), last.Usage);
    }

    [Fact]
    public void Usage_adds_up_and_is_withheld_where_nobody_asked()
    {
        const string Usage = """{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":2}}""";
        const string Sum = """{"prompt_tokens":10,"completion_tokens":27,"total_tokens":37,"completion_tokens_details":{"reasoning_tokens":7}}""";
        var answer = Text("AB") + Finish() + Event($$"""{"choices":[],"usage":{{Usage}}}""") + Done;
        foreach (var wants in (bool[])[true, false])
        {
            var continuation = Begin(Broken(Sent("A")) with { CallerWantsUsage = wants, Spent = new TokenUsage(9, 0, 0, 20, 5) })!;
            var (got, last) = Relay(continuation, answer);
            Assert.Equal(EventKind.End, last);
            Assert.Equal(wants, got.Contains(Sum, StringComparison.Ordinal));
            Assert.Equal(wants ? 1 : 0, Caller.Read(got).Usages);
            Assert.Equal(new TokenUsage(10, 0, 0, 27, 7), continuation.Usage);
        }
    }

    [Fact]
    public void A_second_finish_and_what_follows_the_first_do_not_reach_the_caller()
    {
        var (got, last) = Relay(
            Begin(Broken(Sent("A")) with { CallerWantsUsage = true })!,
            Text("AB") + Finish() + Finish() + Text("C")
            + Event("""{"choices":[{"index":0,"delta":{"content":"D"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""")
            + Done + Done);
        var caller = Caller.Read(got);
        Assert.Equal(EventKind.End, last);
        Assert.Equal("B", caller.Text);
        Assert.Equal("stop", Assert.Single(caller.Finishes));
        Assert.Equal(1, caller.Usages);
    }

    [Fact]
    public void Half_a_character_is_completed_by_its_other_half()
    {
        var (got, _) = Relay(Begin(Broken(Sent("\\ud83d"), prefill: AssistantPrefill.Partial))!, Text("😀!") + Finish() + Done);
        Assert.StartsWith(
            Event("""{"id":"a","created":1,"model":"first","choices":[{"index":0,"delta":{"content":"\ude00!"},"finish_reason":null}]}"""),
            got,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_of_several_data_lines_stays_one_event_and_gets_the_names_that_it_lacks()
    {
        var (got, _) = Relay(Begin(Broken(Sent("A")))!, "data: {\"choices\":\ndata: [{\"delta\":{\"role\":\"assistant\",\ndata: \"content\":\"AB\"}}]}\n\n");
        Assert.Equal("data: {\"id\":\"a\",\"created\":1,\"model\":\"first\",\"choices\":\ndata: [{\"delta\":{\"content\":\"B\"}}]}\n\n", got);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":1,\"delta\":{}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"index\":0},{\"index\":0}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\"}]}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"Hello\",\"content\":\"Hello\"}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"refusal\":\"I\"}}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":\n\n")]
    [InlineData("data: [DONE]\n\n")]
    public void What_is_not_one_text_breaks_the_continuation(string answer)
    {
        var continuation = Begin(Broken(Sent("Hello")))!;
        Assert.Equal(("", EventKind.Malformed), Relay(continuation, answer));
        Assert.NotNull(continuation.Error);
    }

    [Fact]
    public void An_error_inside_the_stream_is_told_and_not_written()
    {
        var continuation = Begin(Broken(Sent("Hello")))!;
        Assert.Equal(("", EventKind.Error), Relay(continuation, Text("He") + Event("""{"error":{"message":"overloaded"}}""")));
        Assert.Equal("overloaded", continuation.Error);
    }

    [Fact]
    public void An_event_too_large_to_be_read_breaks_the_continuation()
    {
        var continuation = Begin(Broken(Sent("A")))!;
        Relay(continuation, Text("AB") + Finish());
        Assert.True(continuation.IsWhole);
        continuation.Skip();
        Assert.False(continuation.IsWhole);
        Assert.Equal(EventKind.Malformed, continuation.Read("data: [DONE]\n\n"u8));
    }

    [Fact]
    public void Chunks_that_tell_nothing_are_not_held_for_ever()
    {
        var continuation = Begin(Broken(Sent("It was a dark night"), prefill: AssistantPrefill.Partial))!;
        var empty = Encoding.UTF8.GetBytes(Text("", more: $",\"x\":\"{new string('x', 60_000)}\""));
        var output = new ArrayBufferWriter<byte>();
        for (var chunk = 0; chunk < 20 && output.WrittenCount == 0; chunk++)
        {
            Assert.Equal(EventKind.Content, continuation.Read(empty));
            continuation.Write(output);
        }

        Assert.True(output.WrittenCount > 0);
        var (got, _) = Relay(continuation, Text("It was a dark night and") + Finish() + Done);
        Assert.Equal("It was a dark night and", Caller.Read(got).Text);
    }

    [Fact]
    public void Broken_text_never_passes()
    {
        var continuation = Begin(Broken(Sent("A")))!;
        byte[] cut = [.. "data: {\"choices\":[{\"delta\":{\"content\":\"A"u8, 0xE4, 0xBD, .. "\"}}]}\n\n"u8];
        Assert.Equal(EventKind.Malformed, continuation.Read(cut));
        Assert.NotNull(continuation.Error);
    }
}
