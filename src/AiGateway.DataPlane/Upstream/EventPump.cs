using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>
/// One stream on its way through: whole events only, so that a stream that breaks never leaves half an event with the caller. Nothing is sent
/// before the first token is there; the last event waits until the exchange is settled.
/// </summary>
internal sealed class EventPump : IDisposable
{
    // A larger event goes through unread, so that memory is bounded and passing on does not depend on understanding.
    private const int LargestEvent = 16 * 1024 * 1024;

    // What comes before the first token waits for it; that many bytes of it.
    private const int MostHeld = 64 * 1024;

    // Once every choice is finished only usage and the terminator are missing, which come at once or never.
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(5);

    private readonly Exchange _exchange;
    private readonly UpstreamCall _call;
    private readonly EventReply _reply;
    private readonly Settle _settle;
    private readonly EventRules _rules;
    private readonly StreamTap _tap;
    private readonly EventWindow _window;
    private readonly ArrayBufferWriter<byte>? _rewritten;
    private FairShare _share;
    private Stop _stop;
    private bool _isDelivering;
    private bool _hasData;
    private bool _inUnreadEvent;
    private Failure? _hidden;

    /// <summary>Prepares one stream.</summary>
    public EventPump(Exchange exchange, UpstreamCall call, EventReply reply, Settle settle, MemoryBudget budget, in EventRules rules)
    {
        (_exchange, _call, _reply, _settle, _rules) = (exchange, call, reply, settle, rules);
        _tap = rules.Continuation ?? exchange.Operation.Dialect.OpenStream(exchange.Operation);
        _rewritten = rules.Continuation is null ? null : new ArrayBufferWriter<byte>(1024);
        _window = new EventWindow(budget, LargestEvent);
    }

    /// <summary>What the stream has said it used.</summary>
    public TokenUsage? Usage => _tap.Usage;

    private TimeSpan Idle => _tap.IsWhole && _rules.Idle > s_tail ? s_tail : _rules.Idle;

    private ReadOnlySpan<byte> Ready => _rewritten is null ? _window.Approved : _rewritten.WrittenSpan;

    /// <summary>Reads until the first token is there.</summary>
    /// <returns>Why there will be none, or null.</returns>
    public async ValueTask<Failure?> OpenAsync()
    {
        _stop = await RunAsync();
        if (_hasData || IsAnswer(_stop))
        {
            return null;
        }

        return _stop.Kind == EventKind.Error ? FirstError() : Malformed();
    }

    /// <summary>Passes the stream on, from its first event to its end.</summary>
    public async ValueTask<RelayResult> DeliverAsync()
    {
        _isDelivering = true;
        if (_hasData)
        {
            Forward(isProgress: true);
        }

        var stop = _stop.Why == StopWhy.Open ? await RunAsync() : _stop;
        return stop.Why == StopWhy.Ended ? await EndAsync() : await ConcludeAsync(stop);
    }

    /// <summary>
    /// The stream broke: a failure where nothing was sent, else an in-band error, unless another target can go on; or no more than its end, where
    /// the answer was whole.
    /// </summary>
    public async ValueTask<RelayResult> BreakAsync(Failure failure)
    {
        if (failure.Kind != FailureKind.CallerGone && _tap.IsWhole)
        {
            return Complete();
        }

        if (failure.Report == GatewayError.CallerGone || !_reply.HasData)
        {
            return RelayResult.Failed(failure, _reply.HasData);
        }

        _reply.IsInsideEvent = _inUnreadEvent;
        if (CanGoOnElsewhere(failure))
        {
            return RelayResult.Interrupted(failure);
        }

        var error = InBand(failure);
        await _reply.BreakOffAsync(error);
        return new RelayResult(Outcome.BrokenOff(error), failure);
    }

    /// <summary>What the caller is told of a stream that broke.</summary>
    internal static GatewayError InBand(in Failure failure) => failure.Kind switch
    {
        FailureKind.TargetSlow => GatewayError.StreamInterrupted with { Message = "The provider's stream stopped coming before the answer was whole." },
        FailureKind.CallerGone => GatewayError.StreamInterrupted with { Message = failure.Report.Message },
        _ => GatewayError.StreamInterrupted,
    };

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

    // An answer can be whole without a token, and its only event may lack its blank line.
    private bool IsAnswer(in Stop stop) =>
        stop.Why == StopWhy.Ended ? _tap.IsWhole || EventFramer.IsEvent(_window.Rest) : stop.Kind == EventKind.End && _tap.IsWhole;

    // Until it is open, or over: judges what has come, sends it, waits for more.
    private async ValueTask<Stop> RunAsync()
    {
        while (true)
        {
            if (!_inUnreadEvent && Judge() is { } verdict)
            {
                return verdict;
            }

            if (!_isDelivering && (_hasData || !TryMakeRoom()))
            {
                _hasData = true;
                return new Stop(StopWhy.Open);
            }

            if (_isDelivering)
            {
                await _reply.FlushAsync(_call.Deadline, Idle);
            }

            if (_window.IsEmpty)
            {
                // A quiet stream holds no buffer: it waits for data first, then takes one.
                var data = _call.Body.ReadAsync(Memory<byte>.Empty, _call.Deadline.Token);
                if (!data.IsCompleted)
                {
                    _window.ReleaseIfEmpty();
                }

                await (_rules.Keepalive is { } interval && _isDelivering && !_inUnreadEvent ? _reply.WaitAsync(data, interval) : data);
            }

            MakeRoom();
            var read = await _call.Body.ReadAsync(_window.Room, _call.Deadline.Token);
            if (read == 0)
            {
                return new Stop(StopWhy.Ended);
            }

            _window.Advance(read);
            if (_inUnreadEvent)
            {
                PassUnread();
            }

            if (_share.IsUsedUp(read))
            {
                await Task.Yield();
            }
        }
    }

    // Looks at every whole event that has come. Null: the stream goes on.
    private Stop? Judge()
    {
        var sawData = false;
        while (_window.TryReadEvent(out var length))
        {
            var kind = IsHiddenFailure(length) ? EventKind.Malformed : _tap.Read(_window.Rest[..length]);
            if (kind is not (EventKind.Heartbeat or EventKind.Content or EventKind.UsageOnly))
            {
                _hasData |= sawData;
                return new Stop(StopWhy.Verdict, kind, length);
            }

            var isWithheld = kind == EventKind.UsageOnly && _rules.WithholdsUsage;
            sawData |= kind != EventKind.Heartbeat && (_hasData || (!isWithheld && (!_rules.HoldsPreamble || _tap.HasToken)));
            if (isWithheld)
            {
                _window.Drop(length);
            }
            else
            {
                Take(length);
            }

            if (!_isDelivering && sawData)
            {
                break;
            }
        }

        _hasData |= sawData;
        if (_isDelivering)
        {
            Forward(sawData);
        }
        else if (_window.Approved.Length > MostHeld && !_hasData)
        {
            HoldNoMore();
        }

        return null;
    }

    private void Take(int length)
    {
        if (_rewritten is null)
        {
            _window.Approve(length);
            return;
        }

        _rules.Continuation!.Write(_rewritten);
        _window.Drop(length);
    }

    private void HoldNoMore()
    {
        if (_rules.HoldsPreamble)
        {
            _hasData = true;
            return;
        }

        // Heartbeats only.
        _window.ConsumeApproved();
    }

    private async ValueTask<RelayResult> ConcludeAsync(Stop verdict)
    {
        if (verdict.Kind == EventKind.End && _tap.IsWhole)
        {
            Settle();
            Take(verdict.Length);
            Forward(isProgress: true);
            return RelayResult.Served;
        }

        if (verdict.Kind == EventKind.Error && !CanGoOnElsewhere(Failure.Of(FailureKind.TargetBroke)))
        {
            // The provider has said in its own words, which are the caller's dialect too, what went wrong.
            Take(verdict.Length);
            Forward(isProgress: true);
            await _reply.FlushLastAsync();
            return new RelayResult(Outcome.BrokenOff(GatewayError.StreamInterrupted), Failure.Of(FailureKind.TargetBroke));
        }

        Forward(isProgress: false);
        return await BreakAsync(verdict.Kind == EventKind.Malformed ? Malformed() : Failure.Of(FailureKind.TargetBroke));
    }

    // A continuation that says why is well, but says something else than what the caller has had: nobody can go on from there.
    private Failure Malformed() => _hidden
        ?? (_rules.Continuation is { Error: not null } ? new Failure(FailureKind.CallerFault, GatewayError.StreamInterrupted) : Failure.Of(FailureKind.TargetBroke));

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

        if (kind == EventKind.UsageOnly && _rules.WithholdsUsage)
        {
            return Complete();
        }

        return CompleteWithRest(isEnd: kind == EventKind.End);
    }

    private RelayResult CompleteWithRest(bool isEnd)
    {
        Settle();
        var missing = _rewritten is null ? EventFramer.MissingEnd(_window.Rest) : default;
        Take(_window.Rest.Length);
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

    private bool CanGoOnElsewhere(in Failure failure) =>
        _reply is { HasData: true, IsKept: true } && !_inUnreadEvent && failure.Kind != FailureKind.CallerGone && _call.Deadline.Reason != StopReason.Total;

    private void Forward(bool isProgress)
    {
        if (isProgress)
        {
            _call.Deadline.Set(StopReason.AnswerStalled, Idle);
        }

        _reply.Write(Ready, _call);
        _window.ConsumeApproved();
        _rewritten?.ResetWrittenCount();
    }

    // Whether there is room without sending anything.
    private bool TryMakeRoom()
    {
        if (_window.TryMakeRoom())
        {
            return true;
        }

        if (_window.Approved.IsEmpty || _rules.HoldsPreamble)
        {
            return false;
        }

        // Heartbeats that wait for the head are all that is in the way, or part of it.
        _window.ConsumeApproved();
        return _window.TryMakeRoom();
    }

    private void MakeRoom()
    {
        if (_window.TryMakeRoom())
        {
            return;
        }

        if (_rewritten is not null)
        {
            throw new IOException("An event is too large to be rewritten, and a continuation cannot go through unread.");
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

    // What providers say within a 200 means what it means under a status of its own.
    private Failure FirstError() =>
        Failure.Told(FailureSignals.Classify(_call.Target.Provider.Settings.Preset, StatusCodes.Status200OK, _tap.ErrorFacts), _tap.Error);

    // Some providers tell failure by a number among what else looks like a chunk.
    private bool IsHiddenFailure(int length)
    {
        var preset = _call.Target.Provider.Settings.Preset;
        if (preset.Success is null)
        {
            return false;
        }

        var data = ServerSentEvent.Parse(_window.Rest[..length]).Data.ToArray();
        _hidden = FailureSignals.FindHidden(preset, new ReadOnlySequence<byte>(data));
        return _hidden is not null;
    }

    private enum StopWhy
    {
        Open,
        Ended,
        Verdict,
    }

    private readonly record struct Stop(StopWhy Why, EventKind Kind = default, int Length = 0);
}
