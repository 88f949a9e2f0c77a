namespace AiGateway.Dialects.Conversation;

/// <summary>Tells what a dialect has a form of its own for in words, where the target has no such form.</summary>
internal static class OpaqueWords
{
    /// <summary>The request as a target can be told it; the same one where there is nothing to tell.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Whose forms stay as they are.</param>
    public static ConversationRequest Tell(ConversationRequest request, DialectFamily target)
    {
        Turn[]? turns = null;
        for (var at = 0; at < request.Turns.Count; at++)
        {
            if (Tell(request.Turns[at].Parts, target) is { } parts)
            {
                turns ??= [.. request.Turns];
                turns[at] = turns[at] with { Parts = parts };
            }
        }

        return turns is null ? request : request with { Turns = turns };
    }

    // Null where all stays as it is.
    private static List<Part>? Tell(IReadOnlyList<Part> parts, DialectFamily target)
    {
        List<Part>? told = null;
        for (var at = 0; at < parts.Count; at++)
        {
            var part = parts[at] switch
            {
                OpaquePart { Words.IsGiven: true } opaque when opaque.Family != target => new TextPart(opaque.Words) { Cache = opaque.Cache, Extras = opaque.Extras },
                ToolResultPart result when Tell(result.Content, target) is { } content => result with { Content = content },
                _ => parts[at],
            };
            if (!ReferenceEquals(part, parts[at]))
            {
                told ??= [.. parts];
                told[at] = part;
            }
        }

        return told;
    }
}
