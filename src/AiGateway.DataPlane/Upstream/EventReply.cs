using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>The caller's end of a stream: begins his answer with the first data, sends him what may go on, and waits for him where he is slow.</summary>
internal sealed class EventReply(Exchange exchange, UpstreamCall call, AnswerHead head, StreamTap tap, TimeProvider time)
{
    // Once every choice is finished only usage and the terminator are missing, which come at once or never.
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(5);

    /// <summary>Something was sent, so that an error can only be told in-band.</summary>
    public bool HasBegun => exchange.Reply.HasBegun;

    private TimeSpan Idle
    {
        get
        {
            var idle = exchange.Snapshot.Settings.StreamIdleTimeout;
            return tap.IsWhole && idle > s_tail ? s_tail : idle;
        }
    }

    /// <summary>Writes what may go on, without sending it yet.</summary>
    /// <param name="events">The events.</param>
    /// <param name="isProgress">There are data among them, and not just heartbeats.</param>
    public void Write(ReadOnlySpan<byte> events, bool isProgress)
    {
        if (!HasBegun)
        {
            Begin();
        }

        if (isProgress)
        {
            exchange.Deadline.Set(StopReason.AnswerStalled, Idle);
        }

        exchange.Reply.Write(events);
    }

    /// <summary>Sends what was written; returns when the caller has taken enough of it for more to be written.</summary>
    public async ValueTask FlushAsync()
    {
        var flush = exchange.Reply.FlushAsync(exchange.Deadline.Token);
        if (flush.IsCompleted)
        {
            await flush;
            return;
        }

        // The caller is slow, not the provider.
        exchange.Deadline.Suspend();
        await flush;
        exchange.Deadline.Set(StopReason.AnswerStalled, Idle);
    }

    /// <summary>Sends the last that the caller gets of a broken stream.</summary>
    /// <remarks>The deadline may be why the stream ends; a caller who takes nothing is cut off by the server's own rate limit.</remarks>
    public async ValueTask FlushLastAsync() => await exchange.Reply.FlushAsync(CancellationToken.None);

    /// <summary>Writes an in-band error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="insideEvent">The caller has the beginning of an event that will not be finished.</param>
    public void WriteError(GatewayError error, bool insideEvent)
    {
        var text = new ArrayBufferWriter<byte>(256);
        exchange.Operation.Dialect.WriteStreamError(text, error.Detail(exchange.RequestId));
        exchange.Reply.Write(insideEvent ? "\n\n"u8 : default);
        exchange.Reply.Write(text.WrittenSpan);
    }

    private void Begin()
    {
        exchange.FirstTokenAt = time.GetTimestamp();
        head.Begin(exchange, call, length: null);
        var headers = exchange.Reply.Headers;
        headers.ContentType = headers.ContentType.Count > 0 ? headers.ContentType : "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-cache";
        headers["x-accel-buffering"] = "no";
    }
}
