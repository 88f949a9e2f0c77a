using System.Buffers;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// The caller's end of a stream, whoever it comes from: begins his answer with the first data, sends him what may go on, waits for him where he is
/// slow, and keeps what he was sent as long as another target might have to go on from there.
/// </summary>
internal sealed class EventReply(Exchange exchange, AnswerHead head, MemoryBudget budget, TimeProvider time) : IDisposable
{
    private readonly EventArray? _array = exchange.WantsArray ? new EventArray() : null;
    private HeldBytes? _kept;

    // A comment, or a blank of JSON, which clients skip and proxies take for a sign of life.
    private ReadOnlySpan<byte> Comment => _array is null ? ": keepalive\n\n"u8 : "\n"u8;

    /// <summary>The head has been decided, so that an error can only be told in-band.</summary>
    public bool HasBegun => exchange.Reply.HasBegun;

    /// <summary>Events were written, and not only comments: nobody else can begin the answer any more.</summary>
    public bool HasData { get; private set; }

    /// <summary>The caller has the beginning of an event that will not be finished.</summary>
    public bool IsInsideEvent { get; set; }

    /// <summary>The number of the event that follows what the caller has; null where events bear none.</summary>
    public long? NextNumber { get; set; }

    /// <summary>All that was sent is kept: another target might go on from there.</summary>
    public bool IsKept => _kept is not null;

    /// <summary>What was sent, where it is kept.</summary>
    public ReadOnlySequence<byte> Kept => _kept is { } kept ? kept.Sequence : default;

    /// <summary>From now on, what is sent is kept.</summary>
    public void Keep() => _kept ??= HasData ? null : new HeldBytes(budget);

    /// <summary>Nobody will have to go on from there.</summary>
    public void Forget()
    {
        _kept?.Dispose();
        _kept = null;
    }

    /// <summary>Writes what may go on, without sending it yet.</summary>
    public void Write(ReadOnlySpan<byte> events, UpstreamCall call)
    {
        Begin(call);
        if (_kept is not null)
        {
            KeepAlso(events);
        }

        HasData = true;
        Send(events);
    }

    /// <summary>Writes the last of a whole stream, without sending it yet.</summary>
    /// <param name="events">What its end lacks, or nothing.</param>
    public void WriteEnd(ReadOnlySpan<byte> events)
    {
        Send(events);
        exchange.Reply.Write(_array is null ? default : _array.End());
    }

    /// <summary>Waits for a provider, and sends the caller a comment whenever that has taken so long again. Begins the stream where it has not been.</summary>
    public async ValueTask<T> WaitAsync<T>(ValueTask<T> pending, TimeSpan interval)
    {
        if (pending.IsCompleted)
        {
            return await pending;
        }

        var task = pending.AsTask();
        while (true)
        {
            try
            {
                return await task.WaitAsync(interval, time);
            }
            catch (TimeoutException) when (!task.IsCompleted)
            {
                if (!await TryCommentAsync())
                {
                    // Nobody is there to be kept waiting, but what was begun has to be seen to its end.
                    return await task;
                }
            }
        }
    }

    /// <summary>Sends what was written; returns when the caller has taken enough of it for more to be written.</summary>
    /// <param name="deadline">Of the provider; it does not pass while the caller is waited for.</param>
    /// <param name="idle">How long the provider has from then on.</param>
    public async ValueTask FlushAsync(Deadline deadline, TimeSpan idle)
    {
        var flush = exchange.Reply.FlushAsync(deadline.Token);
        if (flush.IsCompleted)
        {
            await flush;
            return;
        }

        // The caller is slow, not the provider.
        deadline.Suspend();
        await flush;
        deadline.Set(StopReason.AnswerStalled, idle);
    }

    /// <summary>Sends the last that the caller gets of a broken stream.</summary>
    /// <remarks>The deadline may be why the stream ends; a caller who takes nothing is cut off by the server's own rate limit.</remarks>
    public async ValueTask FlushLastAsync()
    {
        exchange.Reply.Write(_array is null ? default : _array.End());
        await exchange.Reply.FlushAsync(CancellationToken.None);
    }

    /// <summary>Tells of an error in-band.</summary>
    /// <param name="error">The error.</param>
    /// <param name="judge">What has read the stream; null, the default, where that is done with.</param>
    public async ValueTask BreakOffAsync(GatewayError error, EventJudge? judge = null)
    {
        var text = new ArrayBufferWriter<byte>(256);
        var detail = error.Detail(exchange.RequestId);
        if (judge is null || !judge.TryWriteBreak(text, detail))
        {
            exchange.Operation.Dialect.WriteStreamError(text, detail, NextNumber);
        }

        Send(IsInsideEvent ? "\n\n"u8 : default);
        Send(text.WrittenSpan);
        await FlushLastAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private async ValueTask<bool> TryCommentAsync()
    {
        try
        {
            Begin(call: null);
            exchange.Reply.Write(Comment);
            await exchange.Reply.FlushAsync(exchange.Deadline.Token);
            return true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private void Send(ReadOnlySpan<byte> events)
    {
        if (_array is null)
        {
            exchange.Reply.Write(events);
            return;
        }

        while (_array.TryRead(ref events, out var piece))
        {
            exchange.Reply.Write(piece);
        }
    }

    private void Begin(UpstreamCall? call)
    {
        if (call is not null && !HasData)
        {
            exchange.FirstTokenAt = time.GetTimestamp();
        }

        if (HasBegun)
        {
            return;
        }

        exchange.IsStream = true;
        head.Begin(exchange, call, length: null);
        var headers = exchange.Reply.Headers;
        headers.ContentType = _array is not null ? "application/json; charset=UTF-8"
            : headers.ContentType.Count > 0 ? headers.ContentType
            : "text/event-stream; charset=utf-8";
        headers.CacheControl = "no-cache";
        headers["x-accel-buffering"] = "no";
    }

    private void KeepAlso(ReadOnlySpan<byte> events)
    {
        if (_kept!.Length + events.Length > StreamBreak.LongestSent || !_kept.TryWrite(events))
        {
            Forget();
        }
    }
}
