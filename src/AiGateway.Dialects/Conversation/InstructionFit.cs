using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Brings instructions into the one message at the beginning that the templates of many open models have for them. What is said of the kind later in the
/// talk is said by the user, and so in its place. Such templates let user and model take turns, so that what the user says on end becomes one turn.
/// </summary>
internal static class InstructionFit
{
    private static readonly JsonString s_instruction = JsonString.Of("System: ");

    /// <summary>The turns as such a template takes them; the same ones where it does already.</summary>
    public static IReadOnlyList<Turn> Fit(IReadOnlyList<Turn> turns)
    {
        var leading = 0;
        while (leading < turns.Count && Instructs(turns[leading]))
        {
            leading++;
        }

        var fitted = new List<Turn>(turns.Count);
        if (leading > 0)
        {
            fitted.Add(leading == 1 ? turns[0] : Join(turns, 0, leading) with { Role = TurnRole.System });
        }

        var isSame = leading <= 1;
        for (var at = leading; at < turns.Count; at++)
        {
            var instructs = Instructs(turns[at]);
            isSame &= !instructs;
            fitted.Add(instructs ? turns[at] with { Role = TurnRole.User, Parts = Told(turns[at].Parts) } : turns[at]);
        }

        return JoinWords(fitted) || !isSame ? fitted : turns;
    }

    // In place; false where there is nothing to join.
    private static bool JoinWords(List<Turn> turns)
    {
        var kept = 0;
        for (var at = 0; at < turns.Count; kept++)
        {
            var end = at + 1;
            while (IsWords(turns[at]) && end < turns.Count && IsWords(turns[end]))
            {
                end++;
            }

            turns[kept] = end == at + 1 ? turns[at] : Join(turns, at, end);
            at = end;
        }

        var hasJoined = kept < turns.Count;
        turns.RemoveRange(kept, turns.Count - kept);
        return hasJoined;
    }

    // A turn of the user's own; results of tools are messages apart.
    private static bool IsWords(Turn turn) => turn is { Role: TurnRole.User, Name.IsEmpty: true, Parts: not [ToolResultPart, ..] };

    private static bool Instructs(Turn turn) => turn.Role is TurnRole.System or TurnRole.Developer;

    private static Turn Join(IReadOnlyList<Turn> turns, int from, int end)
    {
        var parts = new List<Part>();
        var extras = new List<ExtraMember>();
        for (var at = from; at < end; at++)
        {
            parts.AddRange(turns[at].Parts);
            extras.AddRange(turns[at].Extras);
        }

        return turns[from] with { Parts = parts, Extras = extras };
    }

    private static List<Part> Told(IReadOnlyList<Part> parts)
    {
        var told = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            told.Add(part is TextPart text ? text with { Text = s_instruction.Append(text.Text) } : part);
        }

        return told;
    }
}
