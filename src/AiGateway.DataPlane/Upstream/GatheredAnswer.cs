using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>A stream of events from a target that gives nothing else, made into the one document that the caller asked for.</summary>
/// <param name="exchange">Whose answer it is.</param>
/// <param name="call">Where it comes from.</param>
/// <param name="gathering">Makes the document.</param>
/// <param name="head">Decides its head.</param>
/// <param name="settle">Books it before it leaves.</param>
/// <param name="budget">What it is charged to while it is held.</param>
/// <param name="idle">The longest time between data events.</param>
/// <param name="time">The clock.</param>
internal sealed class GatheredAnswer(
    Exchange exchange, UpstreamCall call, StreamGathering gathering, AnswerHead head, Settle settle, MemoryBudget budget, TimeSpan idle, TimeProvider time) : Answer
{
    // Of the stream; what is made of it is smaller.
    private const long MostRead = 64 * 1024 * 1024;

    private const int LargestEvent = 16 * 1024 * 1024;

    // What every answer may hold without asking, and how often it asks for more.
    private const int Step = 16 * 1024;

    private static readonly Failure s_overloaded = new(FailureKind.CallerFault, GatewayError.Overloaded);

    private readonly EventBuffer _buffer = new(budget, LargestEvent);
    private readonly PooledOutput _answer = new(budget);
    private EventFramer _framer;
    private long _read;
    private long _charged;

    public override async ValueTask<Failure?> OpenAsync()
    {
        try
        {
            if (await ReadAsync() is { } failure)
            {
                return failure;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!gathering.IsWhole)
            {
                return Failure.Of(exception, call.Deadline.Reason);
            }
        }

        gathering.Write(_answer);
        return _answer.TryCharge() ? null : s_overloaded;
    }

    public override async ValueTask<RelayResult> DeliverAsync()
    {
        try
        {
            exchange.FirstTokenAt = time.GetTimestamp();
            exchange.Usage = gathering.Usage;
            settle.Run(exchange);
            head.Begin(exchange, call, _answer.Length);
            call.Deadline.Suspend();
            await WriteAsync(exchange.Reply, new ReadOnlySequence<byte>(_answer.Written), call.Deadline.Token);
            return RelayResult.Served;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return RelayResult.Failed(Failure.Of(exception, call.Deadline.Reason), exchange.Reply.HasBegun);
        }
    }

    public override void Dispose()
    {
        _buffer.Dispose();
        _answer.Dispose();
        budget.Return(_charged);
        _charged = 0;
    }

    private async ValueTask<Failure?> ReadAsync()
    {
        call.Deadline.Set(StopReason.AnswerStalled, idle);
        while (_read <= MostRead && _buffer.TryMakeRoom())
        {
            var read = await call.Body.ReadAsync(_buffer.Room, call.Deadline.Token);
            if (read == 0)
            {
                return End();
            }

            _buffer.Advance(read);
            _read += read;
            while (_framer.TryReadEvent(_buffer.Bytes, out var length))
            {
                if (!LargeEvent.TryTake(budget, _buffer.Bytes[..length], out var taken))
                {
                    return s_overloaded;
                }

                var kind = gathering.Read(_buffer.Bytes[..length]);
                budget.Return(taken);
                _buffer.Consume(length);
                if (kind is EventKind.Error or EventKind.Malformed)
                {
                    return Judge(kind);
                }

                if (!TryCharge())
                {
                    return s_overloaded;
                }

                if (kind == EventKind.End)
                {
                    return null;
                }

                if (kind != EventKind.Heartbeat)
                {
                    call.Deadline.Set(StopReason.AnswerStalled, idle);
                }
            }
        }

        return Failure.Of(FailureKind.TargetBroke);
    }

    private bool TryCharge()
    {
        var more = gathering.Held - _charged;
        if (more < Step)
        {
            return true;
        }

        var isTaken = budget.TryTake(more);
        _charged += isTaken ? more : 0;
        return isTaken;
    }

    // The last event may lack its blank line.
    private Failure? End()
    {
        if (EventFramer.IsEvent(_buffer.Bytes))
        {
            var kind = gathering.Read(_buffer.Bytes);
            if (kind is EventKind.Error or EventKind.Malformed)
            {
                return Judge(kind);
            }
        }

        return gathering.IsWhole ? null : Failure.Of(FailureKind.TargetBroke);
    }

    private Failure Judge(EventKind kind) => kind == EventKind.Error
        ? Failure.Told(FailureSignals.Classify(call.Target.Provider.Settings.Preset, StatusCodes.Status200OK, gathering.ErrorFacts), gathering.Error)
        : Failure.Of(FailureKind.TargetBroke);
}
