using System.Runtime.CompilerServices;
using AiGateway.Configuration;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Providers;
using AiGateway.Pipeline;
using AiGateway.Routing;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Upstream;

/// <summary>One try at a target: its call, and the answer up to the first token. A request that the target wants in another form is sent again in that form.</summary>
internal sealed class Try : IAsyncDisposable
{
    private readonly Exchange _exchange;
    private readonly EventReply _reply;
    private readonly TryParts _parts;
    private readonly Deadline _deadline;
    private readonly bool _ownsDeadline;
    private readonly StreamBreak? _broken;
    private readonly TargetRequest _request;
    private StreamContinuation? _continuation;
    private UpstreamCall? _call;
    private Answer? _answer;
    private List<Answer>? _pieces;
    private bool _wasAsked;
    private bool _mayAskForUsage;
    private bool _wasUsageRefused;
    private bool _isDisposed;

    // Whether there is somebody to move on to, as it looked when the try began.
    private bool _hasNext;

    /// <summary>Prepares a try; nothing is sent yet.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="visit">Whom to ask; ended with the try.</param>
    /// <param name="reply">The caller's end of streams.</param>
    /// <param name="broken">The stream that is to be continued, or null.</param>
    /// <param name="deadline">A deadline of its own, where several tries run at once; null: the exchange's.</param>
    /// <param name="parts">What all tries share.</param>
    public Try(Exchange exchange, Visit visit, EventReply reply, in StreamBreak? broken, Deadline? deadline, TryParts parts)
    {
        (_exchange, Visit, _reply, _broken, _parts) = (exchange, visit, reply, broken, parts);
        _request = new TargetRequest(exchange, visit, parts.Budget, parts.Time);
        (_deadline, _ownsDeadline) = (deadline ?? exchange.Deadline, deadline is not null);
    }

    /// <summary>Whom it asks.</summary>
    public Visit Visit { get; }

    /// <summary>The provider's own error, where that is what it failed with.</summary>
    public ErrorAnswer? Refusal { get; private set; }

    /// <summary>What was asked.</summary>
    public TargetRequest Request => _request;

    /// <summary>The call; there is one once it was opened.</summary>
    public UpstreamCall? Call => _call;

    /// <summary>The target is well and would answer, but has no path on which tokens are counted.</summary>
    /// <param name="failure">What it failed with.</param>
    public bool IsUncounted(Failure failure)
    {
        if (_exchange.Operation.Task != OperationTask.CountTokens)
        {
            return false;
        }

        if (Refusal?.Status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed or StatusCodes.Status501NotImplemented)
        {
            Target.Provider.RememberUncounted(Visit.Model);
            return true;
        }

        return failure.Report == GatewayError.Unsupported;
    }

    private Target Target => Visit.Target;

    /// <summary>Asks, and reads until the first token is there.</summary>
    /// <returns>Why there will be none, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Failure?> OpenAsync()
    {
        _hasNext = _exchange.Itinerary!.HasNext;
        if (_broken is { } broken && !TryContinue(broken with { Prefill = _request.Prefill }))
        {
            return s_cannotContinue;
        }

        _mayAskForUsage = !Target.Provider.RefusesUsage(Visit.Model);
        while (true)
        {
            var isNextPiece = _request.HasMore;
            if ((isNextPiece ? _request.GoOn() : _request.Prepare(_continuation, _mayAskForUsage)) is { } impossible)
            {
                return impossible;
            }

            if (await AskAsync(isNextPiece) is { } failure)
            {
                return failure;
            }

            if (_call!.Answer.IsSuccessStatusCode)
            {
                var failed = await TakeAsync();
                if (failed is not null || !_request.HasMore)
                {
                    return failed;
                }

                await KeepPieceAsync();
                continue;
            }

            if (await ReadRefusalAsync() is { } stopped)
            {
                return stopped;
            }

            if (!TryPutOtherwise())
            {
                return Refuse();
            }

            _parts.Metrics.CountAttempt(Target.Provider.Name, Refusal!.Kind);
            await CloseAsync();
        }
    }

    /// <summary>Passes the answer on, once the try is open.</summary>
    public ValueTask<RelayResult> DeliverAsync()
    {
        // A document that came while comments kept the caller waiting for a stream.
        var isTooLate = _reply.HasBegun && !_answer!.IsStream;
        return isTooLate ? new ValueTask<RelayResult>(RelayResult.Interrupted(Failure.Of(FailureKind.TargetBroke))) : _answer!.DeliverAsync();
    }

    /// <summary>Takes note of what came of it: nothing, where the target was not asked because the request cannot be put to it.</summary>
    public void End(in Failure? failure)
    {
        if (!_wasAsked)
        {
            Visit.Withdraw();
            return;
        }

        _parts.Metrics.CountAttempt(Target.Provider.Name, failure?.Kind);
        Visit.End(failure?.Kind, failure?.RetryAfter, timeToFirstToken: null);
    }

    /// <summary>Gives it up, since another try was faster.</summary>
    public void Supersede() => _deadline.Stop(StopReason.Superseded);

    /// <summary>Gives back what it holds. Where nobody has said what came of it (there was a bug on the way), that is held against nobody.</summary>
    public async ValueTask DisposeAsync()
    {
        Visit.Withdraw();
        await CloseAsync();
        if (_ownsDeadline && !_isDisposed)
        {
            _isDisposed = true;
            _parts.Deadlines.Return(_deadline);
        }
    }

    // Nobody's fault, and nobody else could do better.
    private static readonly Failure s_cannotContinue = new(FailureKind.CallerFault, GatewayError.StreamInterrupted);

    // Deadlines that are shorter than the environment's hold only where there is somebody to move on to.
    private TimeSpan UntilFirstToken
    {
        get
        {
            var longest = _exchange.Snapshot.Settings.UpstreamTimeout;
            var timeout = Visit.Route.Settings.Timeout;
            return !_hasNext || !_exchange.Operation.Replayable ? longest
                : _exchange.WantsStream ? timeout.FirstToken ?? TimeoutSettings.UsualFirstToken
                : timeout.FirstToken ?? longest;
        }
    }

    private TimeSpan Idle => _hasNext && (_reply.IsKept || !_exchange.WantsStream)
        ? Visit.Route.Settings.Timeout.Idle
        : _exchange.Snapshot.Settings.StreamIdleTimeout;

    // The pieces of what is asked are one attempt.
    private ValueTask<Failure?> AskAsync(bool isNextPiece)
    {
        _call = new UpstreamCall(_exchange, Visit, _request, _deadline, _parts.Time)
        {
            Connect = Visit.Route.Settings.Timeout.Connect,
        };
        _exchange.Attempts += isNextPiece ? 0 : 1;
        _wasAsked = true;
        return _call.SendAsync(UntilFirstToken);
    }

    private ValueTask<Failure?> ReadRefusalAsync()
    {
        Refusal = new ErrorAnswer(_call!, _parts.Budget, _parts.Time);
        return Refusal.ReadAsync(_hasNext ? Visit.Route.Settings.Timeout.Idle : _exchange.Snapshot.Settings.StreamIdleTimeout);
    }

    private Failure Refuse()
    {
        if (Refusal!.Kind == FailureKind.CredentialRefused)
        {
            _call!.RefuseCredential();
        }

        return Failure.Told(Refusal.Kind, Refusal.Facts.Message) with { RetryAfter = Refusal.Hint };
    }

    // What was refused may be what the gateway added to what the caller wants.
    private bool TryPutOtherwise()
    {
        if (_request.AsksForUsage && Refusal!.IsAboutStreamOptions)
        {
            (_mayAskForUsage, _wasUsageRefused) = (false, true);
            return true;
        }

        return Refusal!.Status is 400 or 422 && _continuation is { IsPrefilled: true } && TryContinue(_broken!.Value with { Prefill = AssistantPrefill.None });
    }

    private async ValueTask<Failure?> TakeAsync()
    {
        if (_wasUsageRefused)
        {
            // It was that indeed, and not something of the caller's own: never again for this model.
            Target.Provider.RememberRefusal(Visit.Model);
        }

        if (_hasNext && _exchange.WantsStream && Visit.Route.Settings.ContinuesStreams && _exchange.Operation.Continuable)
        {
            _reply.Keep();
        }

        var withholdsUsage = _request is { AsksForUsage: true, Translator: null };
        var rules = new EventRules(
            withholdsUsage, HoldsPreamble: _hasNext, Idle, _exchange.Snapshot.Settings.StreamKeepalive, _request.OpenRewrite(), _continuation is not null);
        _answer = _parts.Relay.Take(_exchange, _call!, _reply, rules);
        if (_answer is null)
        {
            return Failure.Of(FailureKind.TargetBroke);
        }

        var failure = await _answer.OpenAsync();
        if (failure is null)
        {
            Visit.Answered(_parts.Time.GetElapsedTime(_call!.CalledAt));
        }

        return failure;
    }

    // What the pieces are joined from stays until the answer has left.
    private async ValueTask KeepPieceAsync()
    {
        (_pieces ??= []).Add(_answer!);
        _answer = null;
        await _call!.DisposeAsync();
        _call = null;
    }

    private async ValueTask CloseAsync()
    {
        _answer?.Dispose();
        _pieces?.ForEach(piece => piece.Dispose());
        _pieces = null;
        Refusal?.Dispose();
        (_answer, Refusal) = (null, null);
        if (_call is { } call)
        {
            _call = null;
            await call.DisposeAsync();
        }

        _request.Dispose();
    }

    private bool TryContinue(in StreamBreak broken) => _exchange.Operation.Dialect.TryContinue(broken, out _continuation);
}
