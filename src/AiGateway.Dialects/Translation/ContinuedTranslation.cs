using System.Buffers;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Framing;

namespace AiGateway.Dialects.Translation;

/// <summary>A stream that another target continues in a dialect of its own: first translated, then joined to what the caller has had.</summary>
/// <param name="translation">Puts the target's events into the caller's dialect.</param>
/// <param name="continuation">Joins them.</param>
/// <param name="withholdsUsage">The caller did not ask for the usage chunk, which the continuation must see all the same.</param>
internal sealed class ContinuedTranslation(StreamRewrite translation, StreamContinuation continuation, bool withholdsUsage) : StreamRewrite
{
    private readonly ArrayBufferWriter<byte> _translated = new();
    private readonly ArrayBufferWriter<byte> _joined = new();

    /// <summary>Keeps the answer; null, the default: nobody does.</summary>
    public AnswerCopy? Copy { get; init; }

    /// <inheritdoc/>
    public override bool HasToken => continuation.HasToken;

    /// <inheritdoc/>
    /// <remarks>Where the target's dialect has no last event, the caller's is written when the stream ends, and not before.</remarks>
    public override bool IsWhole => continuation.IsWhole || (translation.IsWhole && continuation.MayEnd);

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        _joined.ResetWrittenCount();
        var kind = translation.Read(serverSentEvent);
        if (kind is EventKind.Error or EventKind.Malformed)
        {
            NoteError(translation.ErrorFacts);
            return kind;
        }

        _translated.ResetWrittenCount();
        translation.Write(_translated);
        var end = Join(_translated.WrittenSpan);
        if (end is null && kind == EventKind.End)
        {
            // In the caller's dialect nothing says that this was the last event.
            _joined.Write(continuation.Finish().Span);
        }

        kind = end ?? kind;
        if (kind == EventKind.End)
        {
            Copy?.KeepLast(_joined.WrittenSpan);
        }

        return kind;
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output) => output.Write(_joined.WrittenSpan);

    /// <inheritdoc/>
    public override long? NextNumber => continuation.NextNumber;

    /// <inheritdoc/>
    public override bool TryWriteBreak(IBufferWriter<byte> output, in ErrorDetail error) => continuation.TryWriteBreak(output, error);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish()
    {
        _joined.ResetWrittenCount();
        if (Join(translation.Finish().Span) is null)
        {
            _joined.Write(continuation.Finish().Span);
        }

        Copy?.KeepLast(_joined.WrittenSpan);
        return _joined.WrittenMemory;
    }

    /// <inheritdoc/>
    /// <remarks>Never called: an event that cannot be read cannot be rewritten.</remarks>
    public override void Skip() => throw new NotSupportedException();

    // What ends the stream, or null.
    private EventKind? Join(ReadOnlySpan<byte> events)
    {
        var framer = default(EventFramer);
        while (framer.TryReadEvent(events, out var length))
        {
            var kind = continuation.Read(events[..length]);
            events = events[length..];
            if (kind == EventKind.Malformed)
            {
                Error = continuation.Error;
                return kind;
            }

            if (kind != EventKind.UsageOnly || !withholdsUsage)
            {
                continuation.Write(_joined);
            }

            Usage = continuation.Usage;
            if (kind == EventKind.End)
            {
                return kind;
            }
        }

        return null;
    }
}
