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
internal sealed class EventPump : IDisposable
{
    // A larger event goes through unread, so that memory is bounded and passing on does not depend on understanding.
    private const int LargestEvent = 16 * 1024 * 1024;

    // Heartbeats that come before the first data wait for the head; that many bytes of them.
    private const int MostHeartbeats = 64 * 1024;

    private readonly Exchange _exchange;
    private readonly Stream _source;
    private readonly Settle _settle;
    private readonly bool _withholdsUsage;
    private readonly StreamTap _tap;
    private readonly EventReply _reply;
    private readonly EventWindow _window;
    private FairShare _share;
    private bool _hasData;
    private bool _inUnreadEvent;

    /// <summary>Prepares the relay of one answer.</summary>
    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="call">Where it comes from.</param>
    /// <param name="head">Decides its head.</param>
    /// <param name="settle">Books it before its last event leaves.</param>
    /// <param name="budget">What large events are charged to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="withholdsUsage">The caller did not ask for the usage chunk.</param>
    public EventPump(
        Exchange exchange, UpstreamCall call, AnswerHead head, Settle settle, MemoryBudget budget, TimeProvider time, bool withholdsUsage)
    {
        (_exchange, _source, _settle, _withholdsUsage) = (exchange, call.Body, settle, withholdsUsage);
        _tap = exchange.Operation.Dialect.OpenStream(exchange.Operation);
        _reply = new EventReply(exchange, call, head, _tap, time);
        _window = new EventWindow(budget, LargestEvent);
    }

    /// <summary>What the stream has said it used.</summary>
    public TokenUsage? Usage => _tap.Usage;

    /// <summary>Relays until the end.</summary>
    public async ValueTask<RelayResult> RunAsync()
    {
        while (true)
        {
            if (_window.IsEmpty)
            {
                // A quiet stream holds no buffer: it waits for data first, then takes one.
                var data = _source.ReadAsync(Memory<byte>.Empty, _exchange.Deadline.Token);
                if (!data.IsCompleted)
                {
                    _window.ReleaseIfEmpty();
                }

                await data;
            }

            MakeRoom();
            var read = await _source.ReadAsync(_window.Room, _exchange.Deadline.Token);
            if (read == 0)
            {
                return await EndAsync();
            }

            _window.Advance(read);
            if (_inUnreadEvent)
            {
                PassUnread();
            }

            if (!_inUnreadEvent && Judge() is { } verdict)
            {
                return await ConcludeAsync(verdict);
            }

            if (_reply.HasBegun)
            {
                await _reply.FlushAsync();
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
            return RelayResult.Failed(failure, _reply.HasBegun);
        }

        if (!_reply.HasBegun)
        {
            return RelayResult.Failed(failure, hasBegun: false);
        }

        var error = GatewayError.StreamInterrupted with { Message = InBand(failure) };
        _reply.WriteError(error, _inUnreadEvent);
        await _reply.FlushLastAsync();
        return new RelayResult(Outcome.BrokenOff(error), failure.Kind);
    }

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

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
        while (_window.TryReadEvent(out var length))
        {
            var kind = _tap.Read(_window.Rest[..length]);
            if (kind is not (EventKind.Heartbeat or EventKind.Content or EventKind.UsageOnly))
            {
                _hasData |= sawData;
                return new Verdict(kind, length);
            }

            sawData |= kind != EventKind.Heartbeat;
            if (kind == EventKind.UsageOnly && _withholdsUsage)
            {
                Forward(isProgress: true);
                _window.Drop(length);
                continue;
            }

            _window.Approve(length);
        }

        _hasData |= sawData;
        if (_hasData)
        {
            Forward(sawData);
        }
        else if (_window.Approved.Length > MostHeartbeats)
        {
            _window.ConsumeApproved();
        }

        return null;
    }

    private async ValueTask<RelayResult> ConcludeAsync(Verdict verdict)
    {
        if (verdict.Kind == EventKind.End && _tap.IsWhole)
        {
            Settle();
            _window.Approve(verdict.Length);
            Forward(isProgress: true);
            return RelayResult.Served;
        }

        if (verdict.Kind == EventKind.Error && !_hasData)
        {
            return RelayResult.Failed(new Failure(FailureKind.TargetBroke, GatewayError.Broke with { Message = FirstError() }), hasBegun: false);
        }

        if (verdict.Kind == EventKind.Error)
        {
            // The provider has said in its own words, which are the caller's dialect too, what went wrong.
            _window.Approve(verdict.Length);
            Forward(isProgress: true);
            await _reply.FlushLastAsync();
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
        var rest = _window.Rest;
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

        if (kind == EventKind.UsageOnly && _withholdsUsage)
        {
            return Complete();
        }

        return CompleteWithRest(isEnd: kind == EventKind.End);
    }

    private RelayResult CompleteWithRest(bool isEnd)
    {
        Settle();
        var missing = EventFramer.MissingEnd(_window.Rest);
        _window.Approve(_window.Rest.Length);
        Forward(isProgress: true);
        _exchange.Reply.Write(missing);
        _exchange.Reply.Write(isEnd ? default : _tap.Terminator.Span);
        return RelayResult.Served;
    }

    // The answer is whole, and its stream ended without saying so.
    private RelayResult Complete()
    {
        Settle();
        Forward(isProgress: false);
        _exchange.Reply.Write(_tap.Terminator.Span);
        return RelayResult.Served;
    }

    private void Settle()
    {
        _exchange.Usage = _exchange.Operation.Model == ModelPlace.Nowhere ? null : _tap.Usage;
        _settle.Run(_exchange);
    }

    private void Forward(bool isProgress)
    {
        _reply.Write(_window.Approved, isProgress);
        _window.ConsumeApproved();
    }

    private void MakeRoom()
    {
        if (_window.TryMakeRoom())
        {
            return;
        }

        if (!_window.Approved.IsEmpty)
        {
            // Heartbeats that wait for the head are all that is in the way, or part of it.
            _window.ConsumeApproved();
            if (_window.TryMakeRoom())
            {
                return;
            }
        }

        // An event that is too large to be held goes through unread.
        _tap.Skip();
        (_hasData, _inUnreadEvent) = (true, true);
        _window.ApproveUnfinished();
        Forward(isProgress: true);
        _window.TryMakeRoom();
    }

    private void PassUnread()
    {
        _inUnreadEvent = !_window.TryReadEvent(out var length);
        if (_inUnreadEvent)
        {
            _window.ApproveUnfinished();
        }
        else
        {
            _window.Approve(length);
        }

        Forward(isProgress: true);
    }

    private string FirstError() => _tap.Error is { } words
        ? $"The provider's stream began with an error: {words}"
        : "The provider's stream began with an error.";

    private readonly record struct Verdict(EventKind Kind, int Length);
}
