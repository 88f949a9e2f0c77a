using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.OpenAiChat;
using AiGateway.Dialects.Providers;
using static AiGateway.Tests.Dialects.OpenAiChat.Continuing;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatContinuationFuzzTests
{
    private static readonly string[] s_requests =
    [
        Request,
        """{"n":1,"logprobs":false,"messages":[{"role":"user","content":"x"},{"role":"tool","content":[]}],"add_generation_prompt":true,"max_tokens":99,"response_format":{"type":"text"}}""",
        LegacyRequest,
    ];

    private static readonly string[] s_sent =
    [
        Sent("Once upon a time, \\ud83d\\ude00 你好"),
        Event("""{"id":"a","created":1,"system_fingerprint":null,"choices":[{"delta":{"role":"assistant","reasoning_content":"R"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""") + ": ping\n\n" + Sent("Once"),
        Event("""{"id":"a","choices":[{"text":"Once upon","index":0}]}"""),
    ];

    private static readonly string[] s_answers =
    [
        Text("Once up") + ": x\n\n" + Text("on a time, \\uD83D\\uDE00 你好!", more: ""","role":"assistant","reasoning":"r","x":{"y":[1]}""") + Finish()
            + Event("""{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8,"completion_tokens_details":{"reasoning_tokens":1}}}""") + Done,
        Text("Once") + Text(" more", more: ",\"tool_calls\":[{\"index\":0}]") + Finish() + Done,
        Event("""{"id":"z","choices":[{"text":"Once upon a","index":0}]}""") + Event("""{"id":"z","choices":[{"text":"","index":0,"finish_reason":"stop"}]}""") + Done,
    ];

    [Fact]
    public void Whatever_is_broken_nothing_throws_and_what_is_written_is_whole()
    {
        var random = new Random(Fuzzing.Seed);
        var (begun, ended) = (0, 0);
        for (var input = 0; input < Fuzzing.Inputs; input++)
        {
            var which = random.Next(3);
            var request = Break(s_requests[which == 2 ? 2 : random.Next(2)], input % 4 == 1, random);
            var sent = Break(s_sent[which == 2 ? 2 : random.Next(2)], input % 4 == 2, random);
            var answer = Break(s_answers[which == 2 ? 2 : random.Next(2)], input % 4 == 3, random);
            var prefill = (AssistantPrefill)random.Next(5);
            var broken = Broken("", "", prefill, which == 2 ? "/v1/completions" : "/v1/chat/completions") with
            {
                Request = Segmented.Randomly(request, random),
                Sent = Segmented.Randomly(sent, random),
                CallerWantsUsage = random.Next(2) == 0,
            };
            var continuation = Begin(broken);
            var unsplit = Begin(broken with { Request = new ReadOnlySequence<byte>(request), Sent = new ReadOnlySequence<byte>(sent) });
            Assert.Equal(Describe(unsplit), Describe(continuation));
            if (continuation is null)
            {
                continue;
            }

            begun++;
            CheckEdits(request, continuation);
            ended += Drive(continuation, answer, random) ? 1 : 0;
        }

        // Most of what is not broken must get somewhere, or this test looks at nothing.
        Assert.True(begun > Fuzzing.Inputs / 2 && ended > Fuzzing.Inputs / 10, $"{begun} begun, {ended} ended");
    }

    private static IEnumerable<(long, long, string)>? Describe(StreamContinuation? continuation) =>
        continuation?.Edits.Select(edit => (edit.Start, edit.Length, Encoding.UTF8.GetString(edit.Replacement.Span)));

    private static byte[] Break(string text, bool breaks, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return breaks ? Fuzzing.Mutate(bytes, "{}[]\",:\\utfn0-.e \r\n\u0001é"u8, random) : bytes;
    }

    private static void CheckEdits(byte[] request, StreamContinuation continuation)
    {
        Assert.Equal(continuation.IsPrefilled, continuation.Edits.Count > 0);
        var end = 0L;
        foreach (var edit in continuation.Edits)
        {
            Assert.True(edit.Start >= end && edit.Start + edit.Length <= request.Length);
            end = edit.Start + edit.Length;
        }

        var body = request;
        foreach (var edit in continuation.Edits.Reverse())
        {
            body = Splice.Apply(body, edit);
        }

        using var _ = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 512 });
    }

    private static bool Drive(StreamContinuation continuation, byte[] answer, Random random)
    {
        var isEnded = false;
        var finishes = 0;
        foreach (var serverSentEvent in EventFeed.Frame(answer, [random.Next(1, 400)]))
        {
            var output = new ArrayBufferWriter<byte>();
            var kind = continuation.Read(serverSentEvent);
            continuation.Write(output);
            if (kind is EventKind.Malformed or EventKind.Error)
            {
                Assert.Equal(0, output.WrittenCount);
                Assert.True(kind == EventKind.Error || continuation.Error is not null);
            }

            finishes += CheckOutput(output.WrittenSpan.ToArray());
            isEnded |= kind == EventKind.End;
        }

        Assert.True(finishes <= 1 && (!isEnded || finishes == 1));
        return isEnded;
    }

    private static int CheckOutput(byte[] output)
    {
        var finishes = 0;
        Assert.True(Utf8.IsValid(output));
        foreach (var serverSentEvent in EventFeed.Frame(output, [int.MaxValue / 2]))
        {
            Assert.EndsWith("\n\n", Encoding.UTF8.GetString(serverSentEvent), StringComparison.Ordinal);
            var data = EventFeed.DataOf(serverSentEvent);
            if (data.Length > 0 && data != "[DONE]")
            {
                using var chunk = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 512 });
                var tap = new ChatStreamTap();
                Assert.True(tap.Read(serverSentEvent) is EventKind.Content or EventKind.UsageOnly);
                finishes += tap.IsWhole ? 1 : 0;
            }
        }

        return finishes;
    }
}
