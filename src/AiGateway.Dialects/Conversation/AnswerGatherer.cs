using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Makes one whole answer of what a stream says. One per answer; holds it all, so that whoever feeds it bounds what it is fed.</summary>
internal sealed class AnswerGatherer : IStreamSink
{
    // What a call, a citation or an image takes besides its texts.
    private const int SizeOfPart = 256;

    private readonly List<GatheredChoice> _choices = [];
    private JsonString _id;
    private JsonString _model;
    private long _created;
    private TokenUsage? _usage;

    /// <summary>How many bytes of the answer it holds, roughly.</summary>
    public long Held { get; private set; }

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                (_id, _model, _created) = (Copy(part.Id), Copy(part.Name), part.Created);
                _usage = part.Usage == default ? null : part.Usage;
                break;
            case StreamEventKind.Usage:
                _usage = part.Usage;
                break;
            case StreamEventKind.End:
                break;
            default:
                Held += part.Text.Length + part.Id.Length + part.Name.Length + (IsPart(part.Kind) ? SizeOfPart : 0);
                ChoiceOf(part.Choice).Take(part);
                break;
        }
    }

    /// <summary>The answer, as far as it was told.</summary>
    public ConversationAnswer ToAnswer()
    {
        var choices = new List<AnswerChoice>(_choices.Count);
        foreach (var choice in _choices)
        {
            choices.Add(choice.ToChoice());
        }

        return new ConversationAnswer
        {
            Id = _id,
            Model = _model,
            Created = _created > 0 ? _created : null,
            Choices = choices,
            Usage = _usage,
        };
    }

    private static bool IsPart(StreamEventKind kind) =>
        kind is StreamEventKind.ToolCall or StreamEventKind.SealedReasoning or StreamEventKind.Image or StreamEventKind.Citation;

    private static JsonString Copy(ReadOnlySpan<byte> quoted) => quoted.IsEmpty ? default : new JsonString(quoted.ToArray());

    // Readers bound the number of choices.
    private GatheredChoice ChoiceOf(int index)
    {
        while (_choices.Count <= index)
        {
            _choices.Add(new GatheredChoice());
        }

        return _choices[index];
    }
}
