using System.Buffers;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Translation;

/// <summary>Makes one answer of the caller's dialect out of the events of a target's.</summary>
/// <param name="reader">Reads the events.</param>
/// <param name="write">Writes the answer.</param>
internal sealed class GatheredStream(EventReader reader, Action<IBufferWriter<byte>, ConversationAnswer> write) : StreamGathering
{
    private readonly AnswerGatherer _gatherer = new();

    /// <inheritdoc/>
    public override long Held => _gatherer.Held;

    /// <inheritdoc/>
    public override bool IsWhole => reader.IsWhole;

    /// <inheritdoc/>
    public override EventKind Read(ReadOnlySpan<byte> serverSentEvent)
    {
        var kind = reader.Read(serverSentEvent, _gatherer);
        if (kind == EventKind.Error)
        {
            NoteError(reader.Error);
        }

        return kind;
    }

    /// <inheritdoc/>
    /// <remarks>Never called: an event that cannot be read cannot be gathered.</remarks>
    public override void Skip() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(IBufferWriter<byte> output)
    {
        reader.Finish(_gatherer);
        var answer = _gatherer.ToAnswer();
        Usage = answer.Usage;
        write(output, answer);
    }
}
