using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Translation;

/// <summary>Puts what was thought ahead of calls back where the caller's dialect lost it.</summary>
/// <param name="memory">Where it is kept.</param>
/// <param name="target">The target's dialect.</param>
/// <param name="rules">What the target takes.</param>
/// <param name="origin">The provider and the model.</param>
internal sealed class ThoughtRecall(IReasoningMemory memory, DialectCodecs target, RequestRules rules, string origin)
{
    /// <summary>The request, with whatever is remembered of its turns.</summary>
    public ConversationRequest Restore(ConversationRequest request)
    {
        Turn[]? turns = null;
        for (var at = 0; at < request.Turns.Count; at++)
        {
            var turn = request.Turns[at];
            if (turn.Role == TurnRole.Assistant && Restore(turn.Parts, request.Turns, at) is { } parts)
            {
                turns ??= [.. request.Turns];
                turns[at] = turn with { Parts = parts };
            }
        }

        return turns is null ? request : request with { Turns = turns };
    }

    // Null where nothing is to be added.
    private List<Part>? Restore(IReadOnlyList<Part> parts, IReadOnlyList<Turn> turns, int turn)
    {
        List<Part>? restored = null;
        var words = default(ReadOnlyMemory<byte>?);
        var isFirst = true;
        for (var at = 0; at < parts.Count; at++)
        {
            if (parts[at] is not ToolCallPart call)
            {
                continue;
            }

            words ??= CallKey.WordsBefore(turns, turn);
            if (Recall(call, words.Value.Span) is { } thought)
            {
                restored ??= [.. parts];
                Insert(restored, call, thought, isFirst, parts);
            }

            isFirst = false;
        }

        return restored;
    }

    private Thought? Recall(ToolCallPart call, ReadOnlySpan<byte> words)
    {
        return !call.Id.IsEmpty
            && memory.TryRecall(CallKey.Of(call.Id, words), out var bytes)
            && Thought.TryRead(bytes, out var thought)
            && thought.Dialect == target.Name
            && (thought.Origin == origin || !thought.IsSigned)
                ? thought
                : null;
    }

    private void Insert(List<Part> turn, ToolCallPart call, Thought thought, bool isFirst, IReadOnlyList<Part> carried)
    {
        var place = turn.IndexOf(call);
        if (thought.Signature is { } signature && call.Signature?.Family != signature.Family && Takes(ConversationField.CallSignature))
        {
            turn[place] = call with { Signature = signature };
        }

        if (thought.Parts.Count == 0 || !TakesAll(thought.Parts) || Carries(carried, thought.Parts[0]))
        {
            return;
        }

        if (!isFirst)
        {
            turn.InsertRange(place, thought.Parts);
            return;
        }

        // What the caller sent of it without its signature is the same once more, or of no use.
        turn.RemoveAll(part => part is ReasoningPart or SealedReasoningPart);
        turn.InsertRange(0, thought.Parts);
    }

    private bool TakesAll(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (!Takes(FieldOf(part)))
            {
                return false;
            }
        }

        return true;
    }

    private static ConversationField FieldOf(Part part) => part switch
    {
        SealedReasoningPart => ConversationField.SealedReasoning,
        ReasoningPart { Signature: not null } => ConversationField.SignedReasoning,
        _ => ConversationField.Reasoning,
    };

    private bool Takes(ConversationField field) => rules.Takes(target.Request.Fields[field]);

    // Whether the caller has sent it back himself.
    private static bool Carries(IReadOnlyList<Part> turn, Part thought)
    {
        var family = FamilyOf(thought);
        foreach (var part in turn)
        {
            // Chat's streams tell the signature apart from the text, so that it may come back alone.
            var isBare = part is ReasoningPart { Text.IsEmpty: true } && thought is ReasoningPart { Text.IsEmpty: false };
            var isOwn = !isBare && (family is null ? part is ReasoningPart { Text.IsEmpty: false } : FamilyOf(part) == family);
            if (isOwn)
            {
                return true;
            }
        }

        return false;
    }

    private static DialectFamily? FamilyOf(Part part) => part switch
    {
        ReasoningPart reasoning => reasoning.Signature?.Family,
        SealedReasoningPart kept => kept.Content.Family,
        _ => null,
    };
}
