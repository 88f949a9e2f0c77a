using System.Buffers;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Tests.Dialects.OpenAiChat;

/// <summary>Continues streams as a relay does.</summary>
internal static class Continuing
{
    public const string Request = """{"model":"m","messages":[{"role":"user","content":"Tell me."}],"stream":true}""";
    public const string LegacyRequest = """{"model":"m","prompt":"Once","stream":true}""";
    public const string Done = "data: [DONE]\n\n";

    /// <summary>A break in a chat stream; change it with <c>with</c>.</summary>
    public static StreamBreak Broken(string sent, string request = Request, AssistantPrefill prefill = AssistantPrefill.None, string path = "/v1/chat/completions") =>
        new(
            DialectCatalogue.All.SelectMany(dialect => dialect.Operations).Single(operation => operation.Path == path && operation.Method == "POST"),
            Sequence(request),
            Sequence(sent),
            null,
            CallerWantsUsage: false,
            prefill);

    /// <summary>The continuation of a break, or null.</summary>
    public static StreamContinuation? Begin(in StreamBreak broken) => broken.Operation.Dialect.TryContinue(broken, out var continuation) ? continuation : null;

    /// <summary>What the caller gets of the next answer, and the last event's kind. Ends where a relay would.</summary>
    public static (string Got, EventKind Last) Relay(StreamContinuation continuation, string answer, params IReadOnlyList<int> reads)
    {
        var output = new ArrayBufferWriter<byte>();
        var last = EventKind.Heartbeat;
        foreach (var serverSentEvent in EventFeed.Frame(Encoding.UTF8.GetBytes(answer), reads.Count > 0 ? reads : [int.MaxValue / 2]))
        {
            last = continuation.Read(serverSentEvent);
            if (last is EventKind.Malformed or EventKind.Error)
            {
                break;
            }

            continuation.Write(output);
            if (last == EventKind.End)
            {
                break;
            }
        }

        return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.WrittenSpan), last);
    }

    /// <summary>A text as a provider's chunk: the first member is its text.</summary>
    public static string Text(string text, string id = "b", string more = "") =>
        Event($$$"""{"id":"{{{id}}}","created":2,"model":"second","choices":[{"index":0,"delta":{"content":"{{{text}}}"{{{more}}}},"finish_reason":null}]}""");

    /// <summary>The last chunk.</summary>
    public static string Finish(string reason = "stop", string id = "b") =>
        Event($$$"""{"id":"{{{id}}}","created":2,"model":"second","choices":[{"index":0,"delta":{},"finish_reason":"{{{reason}}}"}]}""");

    /// <summary>What a caller has got before the break: a role, and a text in one chunk.</summary>
    public static string Sent(string text, string more = "") =>
        Event("""{"id":"a","created":1,"model":"first","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""")
        + Event($$$"""{"id":"a","created":1,"model":"first","choices":[{"index":0,"delta":{"content":"{{{text}}}"{{{more}}}},"finish_reason":null}]}""");

    /// <summary>An event.</summary>
    public static string Event(string data) => $"data: {data}\n\n";

    /// <summary>A body with all edits made, which must be sorted and apart.</summary>
    public static string Apply(string body, IReadOnlyList<BodyEdit> edits)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var end = 0L;
        foreach (var edit in edits)
        {
            Assert.True(edit.Start >= end, "The edits overlap or are not sorted.");
            end = edit.Start + edit.Length;
        }

        foreach (var edit in edits.Reverse())
        {
            bytes = Splice.Apply(bytes, edit);
        }

        return Encoding.UTF8.GetString(bytes);
    }

    public static ReadOnlySequence<byte> Sequence(string text) => new(Encoding.UTF8.GetBytes(text));
}
