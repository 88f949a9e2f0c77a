using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Ingress;
using AiGateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>Says what each event of a stream means, by the caller's dialect and by what is known of the provider. One per stream; not thread-safe.</summary>
internal sealed class EventJudge(Exchange exchange, UpstreamCall call, MemoryBudget budget, in EventRules rules)
{
    private readonly StreamTap _tap = rules.Rewrite ?? exchange.Operation.Dialect.OpenStream(exchange.Operation);
    private readonly bool _rewrites = rules.Rewrite is not null;
    private readonly bool _continues = rules.Continues;
    private readonly bool _withholdsUsage = rules.WithholdsUsage;
    private readonly bool _holdsPreamble = rules.HoldsPreamble;
    private Failure? _hidden;

    /// <summary>What the stream has said it used; null where the operation uses nothing, or nothing was said.</summary>
    public TokenUsage? Usage => exchange.Operation.Model == ModelPlace.Nowhere ? null : _tap.Usage;

    /// <summary>Nothing is missing but the terminator.</summary>
    public bool IsWhole => _tap.IsWhole;

    /// <summary>The events that the end of a whole stream lacks, or nothing.</summary>
    public ReadOnlySpan<byte> Finish() => _tap.Finish().Span;

    /// <summary>The number that the next event would bear; null where events bear none.</summary>
    public long? NextNumber => _tap.NextNumber;

    /// <summary>Writes what a stream that breaks off ends with, where that is more than an error.</summary>
    public bool TryWriteBreak(IBufferWriter<byte> output, in ErrorDetail error) => _tap.TryWriteBreak(output, error);

    /// <summary>Reads one whole event, or the last one, which lacks its blank line.</summary>
    public EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        if (HidesFailure(serverSentEvent))
        {
            return EventKind.Malformed;
        }

        return _rewrites ? ReadToRewrite(serverSentEvent) : _tap.Read(serverSentEvent);
    }

    /// <summary>An event goes through unread.</summary>
    public void Skip() => _tap.Skip();

    /// <summary>An event that was read is not for the caller.</summary>
    public bool Withholds(EventKind kind) => kind == EventKind.UsageOnly && _withholdsUsage;

    /// <summary>With the event that was read last, the caller's answer begins.</summary>
    public bool Begins(EventKind kind) => kind != EventKind.Heartbeat && !Withholds(kind) && (!_holdsPreamble || _tap.HasToken);

    /// <summary>What the provider says of an error ahead of the first token: it means what it means under a status of its own.</summary>
    public Failure FirstError() =>
        Failure.Told(FailureSignals.Classify(call.Target.Provider.Settings.Preset, StatusCodes.Status200OK, _tap.ErrorFacts), _tap.Error);

    /// <summary>Why the stream can go on no further.</summary>
    /// <remarks>A continuation that says why is well, but says something else than what the caller has had: nobody can go on from there.</remarks>
    public Failure Malformed() => _hidden
        ?? (_continues && _tap.Error is not null ? new Failure(FailureKind.CallerFault, GatewayError.StreamInterrupted) : Failure.Of(FailureKind.TargetBroke));

    private EventKind ReadToRewrite(ReadOnlySpan<byte> serverSentEvent)
    {
        if (!LargeEvent.TryTake(budget, serverSentEvent, out var taken))
        {
            _hidden = new Failure(FailureKind.CallerFault, GatewayError.Overloaded);
            return EventKind.Malformed;
        }

        var kind = _tap.Read(serverSentEvent);
        budget.Return(taken);
        return kind;
    }

    // Some providers tell failure by a number among what else looks like a chunk.
    private bool HidesFailure(ReadOnlySpan<byte> serverSentEvent)
    {
        var preset = call.Target.Provider.Settings.Preset;
        if (preset.Success is null)
        {
            return false;
        }

        var data = ServerSentEvent.Parse(serverSentEvent).Data.ToArray();
        _hidden = FailureSignals.FindHidden(preset, new ReadOnlySequence<byte>(data));
        return _hidden is not null;
    }
}
