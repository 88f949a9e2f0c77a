using System.Buffers;
using AiGateway.Dialects;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Translation;
using AiGateway.Ingress;
using AiGateway.Ledger;
using AiGateway.Pipeline;

namespace AiGateway.Upstream;

/// <summary>
/// An answer that is one JSON document. It is held until it is whole, for half a document is of no use to anybody and an answer that
/// breaks can then still be told as an error; only what is larger than is worth holding goes through as it comes.
/// </summary>
/// <param name="exchange">Whose answer it is.</param>
/// <param name="call">Where it comes from.</param>
/// <param name="head">Decides its head.</param>
/// <param name="settle">Books it before it leaves.</param>
/// <param name="budget">What it is charged to while it is held.</param>
/// <param name="idle">The longest time without a byte of it.</param>
/// <param name="time">The clock.</param>
internal sealed class WholeAnswer(
    Exchange exchange, UpstreamCall call, AnswerHead head, Settle settle, MemoryBudget budget, TimeSpan idle, TimeProvider time) : Answer
{
    private const long MostHeld = 32 * 1024 * 1024;

    private static readonly Failure s_overloaded = new(FailureKind.CallerFault, GatewayError.Overloaded);

    private readonly HeldBytes _answer = new(budget);
    private PooledOutput? _translated;
    private TokenUsage? _usage;
    private long _firstByteAt;
    private bool _isWhole;

    public override async ValueTask<Failure?> OpenAsync()
    {
        try
        {
            _isWhole = await HoldAsync();
            if (_isWhole && FindFailure() is { } failure)
            {
                return failure;
            }

            return ((_isWhole || _answer.Length > 0) && !IsAnswer()) || (_isWhole && IsCutOff())
                ? new Failure(FailureKind.TargetBroke, NoAnswer)
                : call.Asked.Translator is { } translator ? Translate(translator) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Failure.Of(exception, call.Deadline.Reason);
        }
    }

    public override async ValueTask<RelayResult> DeliverAsync()
    {
        try
        {
            exchange.FirstTokenAt = _firstByteAt;
            if (_isWhole)
            {
                exchange.Usage = call.Asked.Translator is { } translator && UsesTokens ? translator.Usage : _usage;
                settle.Run(exchange);
            }

            head.Begin(exchange, call, _isWhole ? Told.Length : call.Answer.Content.Headers.ContentLength);
            if (_translated is not null && exchange is { WantsStream: true, WantsArray: false })
            {
                exchange.Reply.Headers.ContentType = "text/event-stream; charset=utf-8";
            }

            call.Deadline.Suspend();
            await WriteAsync(exchange.Reply, Told, call.Deadline.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return RelayResult.Failed(Failure.Of(exception, call.Deadline.Reason), exchange.Reply.HasBegun);
        }

        if (_isWhole)
        {
            return RelayResult.Served;
        }

        _answer.Dispose();
        using var rest = new ByteAnswer(exchange, call, head, settle, idle, time);
        return await rest.DeliverAsync();
    }

    public override void Dispose()
    {
        _answer.Dispose();
        _translated?.Dispose();
    }

    private static GatewayError NoAnswer => GatewayError.Broke with { Message = "The provider answered with something that is no answer, such as a page of HTML." };

    // What the caller gets.
    private ReadOnlySequence<byte> Told => _translated is { } translated ? new ReadOnlySequence<byte>(translated.Written) : _answer.Sequence;

    // What cannot be read cannot be translated: half an answer, one that is compressed in a way that nobody here knows, or something else under a 200.
    private Failure? Translate(Translator translator)
    {
        if (!_isWhole || call.Answer.Content.Headers.ContentEncoding.Count > 0)
        {
            return new Failure(FailureKind.TargetBroke, NoAnswer);
        }

        var answer = _answer.Sequence;
        var weight = JsonWeight.Of(answer).Reading;
        if (!budget.TryTake(weight))
        {
            return s_overloaded;
        }

        try
        {
            return Translate(translator, answer);
        }
        finally
        {
            budget.Return(weight);
        }
    }

    private Failure? Translate(Translator translator, in ReadOnlySequence<byte> answer)
    {
        _translated = new PooledOutput(budget);
        if (translator.TryWriteAnswer(answer.IsSingleSegment ? answer.First : answer.ToArray(), _translated))
        {
            if (exchange.WantsArray)
            {
                _translated = ToArray(_translated);
            }

            return _translated.TryCharge() ? null : s_overloaded;
        }

        var facts = ErrorFacts.Read(answer);
        return facts == default
            ? new Failure(FailureKind.TargetBroke, NoAnswer)
            : Failure.Told(FailureSignals.Classify(call.Target.Provider.Settings.Preset, call.Status, facts), facts.Message);
    }

    // The events that were written for a caller who wants them as an array.
    private PooledOutput ToArray(PooledOutput written)
    {
        var array = new EventArray();
        var output = new PooledOutput(budget);
        var events = written.Written.Span;
        while (array.TryRead(ref events, out var piece))
        {
            output.Write(piece);
        }

        output.Write(array.End());
        written.Dispose();
        return output;
    }

    // Whoever reads a stored answer reads its usage again, and uses nothing.
    private bool UsesTokens => exchange.Operation.Model != ModelPlace.Nowhere;

    // What tells usage is an answer. Translators know for themselves what is none.
    private Failure? FindFailure()
    {
        var preset = call.Target.Provider.Settings.Preset;
        if (FailureSignals.FindHidden(preset, _answer.Sequence) is { } hidden)
        {
            return hidden;
        }

        if (call.Asked.Translator is not null || !UsesTokens)
        {
            return null;
        }

        _usage = exchange.Operation.Dialect.ReadUsage(_answer.Sequence);
        return _usage is null ? FailureSignals.FindError(preset, _answer.Sequence) : null;
    }

    private async ValueTask<bool> HoldAsync()
    {
        // One byte more, so that a body of the told length is read to its end without another segment; nothing where nobody tells it.
        var expected = call.Answer.Content.Headers.ContentLength is { } length ? length + 1 : 0;
        while (_answer.Length < MostHeld && _answer.TryReserve(expected))
        {
            call.Deadline.Set(StopReason.AnswerStalled, idle);
            var read = await call.Body.ReadAsync(_answer.GetMemory(), call.Deadline.Token);
            if (_firstByteAt == 0)
            {
                _firstByteAt = time.GetTimestamp();
            }

            if (read == 0)
            {
                return true;
            }

            _answer.Advance(read);
        }

        return false;
    }

    // A body that neither a length nor chunks frame ends where the connection does, and nobody but its own end tells whether that was meant.
    private bool IsCutOff() =>
        call.Answer.Version.Major == 1 && call.Answer.Content.Headers.ContentLength is null && call.Answer.Headers.TransferEncodingChunked is not true
        && JsonDocumentStart.Is(_answer.Sequence) && !JsonDocumentEnd.IsReached(_answer.Sequence);

    // What some proxy on the way has to say comes as a page of HTML, or as nothing at all, and under any status.
    private bool IsAnswer()
    {
        var type = call.Answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) ? types.ToString() : "";
        if (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (call.Answer.Content.Headers.ContentEncoding.Count > 0)
        {
            // Compressed without having been asked to: it goes through as it is, and nobody here can tell what it says.
            return true;
        }

        // Transcripts may be plain text, and what is deleted may be answered with nothing.
        var mayBeOther = exchange.Method != "POST" || (type.Length > 0 && !type.Contains("json", StringComparison.OrdinalIgnoreCase));
        return JsonDocumentStart.Is(_answer.Sequence) || (mayBeOther && JsonDocumentStart.First(_answer.Sequence) != (byte)'<');
    }
}
