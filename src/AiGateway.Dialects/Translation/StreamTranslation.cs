using System.Buffers;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Translation;

/// <summary>Turns the events of one dialect into those of another, one at a time. Holds what is open in the event, never the answer.</summary>
internal sealed class StreamTranslation(EventReader reader, EventWriter writer, ErrorCodec told, string requestId) : StreamRewrite, IStreamSink
{
    private bool _hasToken;

    /// <summary>Sees what the answer says besides; null, the default: nobody.</summary>
    public StreamThoughts? Thoughts { get; init; }

    /// <inheritdoc/>
    public override bool HasToken => _hasToken;

    /// <inheritdoc/>
    public override bool IsWhole => reader.IsWhole;

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        writer.Output.ResetWrittenCount();
        var kind = reader.Read(serverSentEvent, this);
        if (kind == EventKind.Error)
        {
            NoteError(reader.Error);
            writer.Output.ResetWrittenCount();
            writer.WriteError(told.Read(status: 0, reader.Error, requestId));
        }

        return writer.Failure is null ? kind : EventKind.Malformed;
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output) => output.Write(writer.Output.WrittenSpan);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish()
    {
        writer.Output.ResetWrittenCount();
        return reader.Finish(this) ? writer.Output.WrittenMemory : default;
    }

    /// <inheritdoc/>
    /// <remarks>Never called: an event that cannot be read cannot be rewritten.</remarks>
    public override void Skip() => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin:
            case StreamEventKind.Usage:
                Usage = part.Usage == default ? Usage : part.Usage;
                break;
            case StreamEventKind.End:
                break;
            default:
                _hasToken = true;
                break;
        }

        Thoughts?.Take(part);
        writer.Take(part);
    }
}
