using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Translation;

/// <summary>Ids for calls that the target gave none, unlike those of any other answer.</summary>
/// <param name="nonce">Distinguishes this answer from all others.</param>
internal sealed class MissingCallIds(ulong nonce)
{
    /// <summary>The id of a call.</summary>
    /// <param name="choice">The choice that it belongs to, from 0.</param>
    /// <param name="number">Its place among the calls of the choice, from 0.</param>
    public JsonString Of(int choice, int number) => JsonString.Of(choice == 0 ? $"call_{nonce:x16}_{number}" : $"call_{nonce:x16}_{choice}_{number}");

    /// <summary>An answer whose calls all have ids.</summary>
    public ConversationAnswer Fill(ConversationAnswer answer)
    {
        if (!LacksAny(answer))
        {
            return answer;
        }

        var choices = new List<AnswerChoice>(answer.Choices.Count);
        foreach (var choice in answer.Choices)
        {
            choices.Add(choice with { Parts = Fill(choice.Parts, choices.Count) });
        }

        return answer with { Choices = choices };
    }

    private List<Part> Fill(IReadOnlyList<Part> parts, int choice)
    {
        var filled = new List<Part>(parts.Count);
        var calls = 0;
        foreach (var part in parts)
        {
            filled.Add(part is ToolCallPart { Id.IsEmpty: true } call ? call with { Id = Of(choice, calls) } : part);
            calls += part is ToolCallPart ? 1 : 0;
        }

        return filled;
    }

    private static bool LacksAny(ConversationAnswer answer)
    {
        foreach (var choice in answer.Choices)
        {
            foreach (var part in choice.Parts)
            {
                if (part is ToolCallPart { Id.IsEmpty: true })
                {
                    return true;
                }
            }
        }

        return false;
    }
}
