using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

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

    private readonly UpstreamCall _call;
    private readonly EventReply _reply;
    private readonly EventRules _rules;
    private readonly EventWindow _window;
    private readonly EventJudge _judge;
    private readonly EventEnding _ending;
    private FairShare _share;
    private Stop _stop;
    private bool _isDelivering;
    private bool _hasData;

    /// <summary>Prepares one stream.</summary>
    public EventPump(Exchange exchange, UpstreamCall call, EventReply reply, Settle settle, MemoryBudget budget, in EventRules rules)
    {
        (_call, _reply, _rules) = (call, reply, rules);
        _window = new EventWindow(budget, LargestEvent, rules.Rewrite);
        _judge = new EventJudge(exchange, call, budget, rules);
        _ending = new EventEnding(exchange, call, reply, settle, _judge, _window);
    }

    /// <summary>What the stream has said it used.</summary>
    public TokenUsage? Usage => _judge.Usage;

    private TimeSpan Idle => _judge.IsWhole && _rules.Idle > s_tail ? s_tail : _rules.Idle;

    /// <summary>Reads until the first token is there.</summary>
    /// <returns>Why there will be none, or null.</returns>
    public async ValueTask<Failure?> OpenAsync()
    {
        _stop = await RunAsync();
        if (_hasData || IsAnswer(_stop))
        {
            return null;
        }

        return _stop.Kind == EventKind.Error ? _judge.FirstError() : _judge.Malformed();
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
        return await (stop.Why == StopWhy.Ended ? _ending.EndAsync() : _ending.ConcludeAsync(stop.Kind, stop.Length));
    }

    /// <summary>The connection broke, or the wait for it was given up.</summary>
    public ValueTask<RelayResult> BreakAsync(in Failure failure) => _ending.BreakAsync(failure);

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

    // An answer can be whole without a token, and its only event may lack its blank line.
    private bool IsAnswer(in Stop stop) =>
        stop.Why == StopWhy.Ended ? _judge.IsWhole || EventFramer.IsEvent(_window.Rest) : stop.Kind == EventKind.End && _judge.IsWhole;

    // Until it is open, or over: judges what has come, sends it, waits for more.
    private async ValueTask<Stop> RunAsync()
    {
        while (true)
        {
            if (!_window.IsInsideEvent && Judge() is { } verdict)
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

                await (_rules.Keepalive is { } interval && _isDelivering && !_window.IsInsideEvent ? _reply.WaitAsync(data, interval) : data);
            }

            MakeRoom();
            var read = await _call.Body.ReadAsync(_window.Room, _call.Deadline.Token);
            if (read == 0)
            {
                return new Stop(StopWhy.Ended);
            }

            _window.Advance(read);
            if (_window.IsInsideEvent)
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
            var kind = _judge.Read(_window.Rest[..length]);
            if (kind is not (EventKind.Heartbeat or EventKind.Content or EventKind.UsageOnly))
            {
                _hasData |= sawData;
                return new Stop(StopWhy.Verdict, kind, length);
            }

            sawData |= _hasData ? kind != EventKind.Heartbeat : _judge.Begins(kind);
            if (_judge.Withholds(kind))
            {
                _window.Drop(length);
            }
            else
            {
                _window.Approve(length);
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

    private void Forward(bool isProgress)
    {
        if (isProgress)
        {
            _call.Deadline.Set(StopReason.AnswerStalled, Idle);
        }

        _reply.Write(_window.Approved, _call);
        _window.ConsumeApproved();
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

        if (_window.Rewrites)
        {
            throw new IOException("An event is too large to be rewritten, and a continuation cannot go through unread.");
        }

        // An event that is too large to be held goes through unread.
        _judge.Skip();
        _hasData = true;
        PassUnread();
        _window.TryMakeRoom();
    }

    private void PassUnread()
    {
        _window.ApproveUnread();
        Forward(isProgress: true);
    }

    private enum StopWhy
    {
        Open,
        Ended,
        Verdict,
    }

    private readonly record struct Stop(StopWhy Why, EventKind Kind = default, int Length = 0);
}
