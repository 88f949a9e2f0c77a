using System.Buffers;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Translation;

/// <summary>Turns the events of one dialect into those of another, one at a time. Holds what is open in the event, never the answer.</summary>
internal sealed class StreamTranslation(EventReader reader, EventWriter writer, ErrorCodec told, string requestId) : StreamRewrite, IStreamSink
{
    private bool _hasToken;
    private IStreamSink? _sink;
    private long? _numberOfBreak;

    /// <summary>Sees what the answer says besides; null, the default: nobody.</summary>
    public StreamThoughts? Thoughts { get; init; }

    /// <summary>Reasoning stands in the text, between <see cref="ThinkTags"/>. Default false.</summary>
    public bool SplitsThoughts { get; init; }

    /// <summary>The names that the target was told of tools in place of the caller's; null, the default: none.</summary>
    public ToolNames? Names { get; init; }

    /// <summary>Keeps the answer; null, the default: nobody does.</summary>
    public AnswerCopy? Copy { get; init; }

    /// <summary>Takes note of images, where the caller's dialect has no place for them; null, the default, where it has.</summary>
    public DroppedFields? LostImages { get; init; }

    /// <inheritdoc/>
    public override bool HasToken => _hasToken;

    /// <inheritdoc/>
    public override long? NextNumber => _numberOfBreak ?? writer.NextNumber;

    private IStreamSink Sink => _sink ??= OpenSink();

    /// <inheritdoc/>
    public override bool IsWhole => reader.IsWhole;

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        writer.Output.ResetWrittenCount();
        var number = writer.NextNumber;
        var kind = reader.Read(serverSentEvent, Sink);
        if (kind == EventKind.Error)
        {
            // Where another target goes on instead, the caller is not told.
            _numberOfBreak = number;
            NoteError(reader.Error);
            writer.Output.ResetWrittenCount();
            writer.WriteError(told.Read(status: 0, reader.Error, requestId));
        }

        if (writer.Failure is not null)
        {
            return EventKind.Malformed;
        }

        if (kind == EventKind.End)
        {
            Copy?.KeepLast(writer.Output.WrittenSpan);
        }

        return kind;
    }

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output) => output.Write(writer.Output.WrittenSpan);

    /// <inheritdoc/>
    public override bool TryWriteBreak(IBufferWriter<byte> output, in ErrorDetail error)
    {
        writer.Output.ResetWrittenCount();
        writer.WriteError(error);
        output.Write(writer.Output.WrittenSpan);
        return true;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Finish()
    {
        writer.Output.ResetWrittenCount();
        if (!reader.Finish(Sink))
        {
            return default;
        }

        Copy?.KeepLast(writer.Output.WrittenSpan);
        return writer.Output.WrittenMemory;
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
            case StreamEventKind.Image:
                LostImages?.Add(ConversationTranslator.LostImages);
                _hasToken = true;
                break;
            default:
                _hasToken = true;
                break;
        }

        Thoughts?.Take(part);
        writer.Take(part);
    }

    private IStreamSink OpenSink()
    {
        IStreamSink sink = SplitsThoughts ? new ThinkTagSplit(this) : this;
        return Names is null ? sink : new NamedCalls(Names, sink);
    }
}
