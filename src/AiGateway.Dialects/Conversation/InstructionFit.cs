using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Brings instructions into the one message at the beginning that the templates of many open models have for them. What is said of the kind later in the
/// talk is said by the user, and so in its place.
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
            fitted.Add(Join(turns, leading));
        }

        var isSame = leading <= 1;
        for (var at = leading; at < turns.Count; at++)
        {
            var instructs = Instructs(turns[at]);
            isSame &= !instructs;
            fitted.Add(instructs ? turns[at] with { Role = TurnRole.User, Parts = Told(turns[at].Parts) } : turns[at]);
        }

        return isSame ? turns : fitted;
    }

    private static bool Instructs(Turn turn) => turn.Role is TurnRole.System or TurnRole.Developer;

    private static Turn Join(IReadOnlyList<Turn> turns, int count)
    {
        if (count == 1)
        {
            return turns[0];
        }

        var parts = new List<Part>();
        var extras = new List<ExtraMember>();
        for (var at = 0; at < count; at++)
        {
            parts.AddRange(turns[at].Parts);
            extras.AddRange(turns[at].Extras);
        }

        return turns[0] with { Role = TurnRole.System, Parts = parts, Extras = extras };
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
