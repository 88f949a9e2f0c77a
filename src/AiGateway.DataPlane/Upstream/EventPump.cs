using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// The stream of one answer on its way through: whole events only, so that a stream that breaks never leaves half an event with the caller.
/// The head is decided when the first data are there; the last event waits until the exchange is settled.
/// </summary>
internal sealed class EventPump(
    Exchange exchange, UpstreamCall call, AnswerHead head, Settle settle, MemoryBudget budget, TimeProvider time, bool withholdsUsage) : IDisposable
{
    // A larger event goes through unread, so that memory is bounded and passing on does not depend on understanding.
    private const int LargestEvent = 16 * 1024 * 1024;

    // Heartbeats that come before the first data wait for the head; that many bytes of them.
    private const int MostHeartbeats = 64 * 1024;

    // Once every choice is finished only usage and the terminator are missing, which come at once or never.
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(5);

    private readonly StreamTap _tap = exchange.Operation.Dialect.OpenStream(exchange.Operation);
    private readonly EventBuffer _buffer = new(budget, LargestEvent);
    private EventFramer _framer;
    private FairShare _share;
    private int _approved;
    private bool _hasData;
    private bool _inUnreadEvent;

    /// <summary>What the stream has said it used.</summary>
    public TokenUsage? Usage => _tap.Usage;

    /// <summary>Relays until the end.</summary>
    public async ValueTask<RelayResult> RunAsync()
    {
        while (true)
        {
            if (_buffer.IsEmpty)
            {
                // A quiet stream holds no buffer: it waits for data first, then takes one.
                var data = call.Body.ReadAsync(Memory<byte>.Empty, exchange.Deadline.Token);
                if (!data.IsCompleted)
                {
                    _buffer.ReleaseIfEmpty();
                }

                await data;
            }

            MakeRoom();
            var read = await call.Body.ReadAsync(_buffer.Room, exchange.Deadline.Token);
            if (read == 0)
            {
                return await EndAsync();
            }

            _buffer.Advance(read);

            if (_inUnreadEvent)
            {
                PassUnread();
            }

            if (!_inUnreadEvent && Judge() is { } verdict)
            {
                return await ConcludeAsync(verdict);
            }

            if (exchange.Reply.HasBegun)
            {
                await FlushAsync();
            }

            if (_share.IsUsedUp(read))
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>The stream broke: an error where nothing was sent, else an in-band error; or no more than its end, where the answer was whole.</summary>
    public async ValueTask<RelayResult> BreakAsync(Failure failure)
    {
        if (failure.Kind != FailureKind.CallerGone && _tap.IsWhole)
        {
            return Complete();
        }

        if (failure.Report == GatewayError.CallerGone)
        {
            return RelayResult.Failed(failure, exchange.Reply.HasBegun);
        }

        if (!exchange.Reply.HasBegun)
        {
            return RelayResult.Failed(failure, hasBegun: false);
        }

        var error = GatewayError.StreamInterrupted with { Message = failure.Report == GatewayError.StreamInterrupted ? failure.Report.Message : InBand(failure) };
        var text = new ArrayBufferWriter<byte>(256);
        exchange.Operation.Dialect.WriteStreamError(text, error.Detail(exchange.RequestId));
        if (_inUnreadEvent)
        {
            exchange.Reply.Write("\n\n"u8);
        }

        exchange.Reply.Write(text.WrittenSpan);
        await FlushLastAsync();
        return new RelayResult(Outcome.BrokenOff(error), failure.Kind);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private static string InBand(in Failure failure) => failure.Kind switch
    {
        FailureKind.TargetSlow => "The provider's stream stopped coming before the answer was whole.",
        FailureKind.CallerGone => failure.Report.Message,
        _ => GatewayError.StreamInterrupted.Message,
    };

    // Looks at every whole event that has come. Null: the stream goes on.
    private Verdict? Judge()
    {
        var sawData = false;
        while (_framer.TryReadEvent(_buffer.Bytes[_approved..], out var length))
        {
            var kind = _tap.Read(_buffer.Bytes.Slice(_approved, length));
            if (kind is not (EventKind.Heartbeat or EventKind.Content or EventKind.UsageOnly))
            {
                _hasData |= sawData;
                return new Verdict(kind, length);
            }

            sawData |= kind != EventKind.Heartbeat;
            if (kind == EventKind.UsageOnly && withholdsUsage)
            {
                Forward(isProgress: true);
                _buffer.Consume(length);
                continue;
            }

            _approved += length;
        }

        _hasData |= sawData;
        if (_hasData)
        {
            Forward(sawData);
        }
        else if (_approved > MostHeartbeats)
        {
            _buffer.Consume(_approved);
            _approved = 0;
        }

        return null;
    }

    private async ValueTask<RelayResult> ConcludeAsync(Verdict verdict)
    {
        if (verdict.Kind == EventKind.End && _tap.IsWhole)
        {
            Settle();
            _approved += verdict.Length;
            Forward(isProgress: true);
            return RelayResult.Served;
        }

        if (verdict.Kind == EventKind.Error && !_hasData)
        {
            return RelayResult.Failed(new Failure(FailureKind.TargetBroke, GatewayError.Broke with { Message = "The provider's stream began with an error." }), hasBegun: false);
        }

        if (verdict.Kind == EventKind.Error)
        {
            // The provider has said in its own words, which are the caller's dialect too, what went wrong.
            _approved += verdict.Length;
            Forward(isProgress: true);
            await FlushLastAsync();
            return new RelayResult(Outcome.BrokenOff(GatewayError.StreamInterrupted), FailureKind.TargetBroke);
        }

        if (_hasData)
        {
            Forward(isProgress: false);
        }

        return await BreakAsync(Failure.Of(FailureKind.TargetBroke));
    }

    private async ValueTask<RelayResult> EndAsync()
    {
        var rest = _buffer.Bytes[_approved..];
        if (_inUnreadEvent || !EventFramer.IsEvent(rest))
        {
            return _tap.IsWhole ? Complete() : await BreakAsync(Failure.Of(FailureKind.TargetBroke));
        }

        // The last event lacks its blank line; it counts where it makes the answer whole, and is half an event where it does not.
        var kind = _tap.Read(rest);
        if (kind is EventKind.Error or EventKind.Malformed || !_tap.IsWhole)
        {
            return await BreakAsync(Failure.Of(FailureKind.TargetBroke));
        }

        if (kind == EventKind.UsageOnly && withholdsUsage)
        {
            return Complete();
        }

        return CompleteWithRest(isEnd: kind == EventKind.End);
    }

    private RelayResult CompleteWithRest(bool isEnd)
    {
        Settle();
        var missing = EventFramer.MissingEnd(_buffer.Bytes);
        _approved = _buffer.Bytes.Length;
        Forward(isProgress: true);
        exchange.Reply.Write(missing);
        exchange.Reply.Write(isEnd ? default : _tap.Terminator.Span);
        return RelayResult.Served;
    }

    // The answer is whole, and its stream ended without saying so.
    private RelayResult Complete()
    {
        Settle();
        Forward(isProgress: false);
        exchange.Reply.Write(_tap.Terminator.Span);
        return RelayResult.Served;
    }

    private void Settle()
    {
        exchange.Usage = exchange.Operation.Model == ModelPlace.Nowhere ? null : _tap.Usage;
        settle.Run(exchange);
    }

    private void Forward(bool isProgress)
    {
        if (!exchange.Reply.HasBegun)
        {
            Begin();
        }

        if (isProgress)
        {
            exchange.Deadline.Set(StopReason.AnswerStalled, Idle);
        }

        exchange.Reply.Write(_buffer.Bytes[.._approved]);
        _buffer.Consume(_approved);
        _approved = 0;
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

    private TimeSpan Idle
    {
        get
        {
            var idle = exchange.Snapshot.Settings.StreamIdleTimeout;
            return _tap.IsWhole && idle > s_tail ? s_tail : idle;
        }
    }

    private async ValueTask FlushAsync()
    {
        var flush = exchange.Reply.FlushAsync(exchange.Deadline.Token);
        if (flush.IsCompletedSuccessfully)
        {
            return;
        }

        // The caller is slow, not the provider.
        exchange.Deadline.Suspend();
        await flush;
        exchange.Deadline.Set(StopReason.AnswerStalled, Idle);
    }

    private async ValueTask FlushLastAsync()
    {
        // The deadline may be why the stream ends; a caller who takes nothing is cut off by the server's own rate limit.
        await exchange.Reply.FlushAsync(CancellationToken.None);
    }

    private void MakeRoom()
    {
        if (_buffer.TryMakeRoom())
        {
            return;
        }

        // An event that is too large to be held goes through unread.
        _tap.Skip();
        (_hasData, _inUnreadEvent) = (true, true);
        _framer.Advance(_buffer.Bytes.Length - _approved);
        _approved = _buffer.Bytes.Length;
        Forward(isProgress: true);
        _buffer.TryMakeRoom();
    }

    private void PassUnread()
    {
        _inUnreadEvent = !_framer.TryReadEvent(_buffer.Bytes, out var length);
        if (_inUnreadEvent)
        {
            length = _buffer.Bytes.Length;
            _framer.Advance(length);
        }

        _approved = length;
        Forward(isProgress: true);
    }

    private readonly record struct Verdict(EventKind Kind, int Length);
}
