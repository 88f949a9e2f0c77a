using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Names the calls of an answer whose dialect names none (Gemini): results, and what is remembered of a call, go by its id.</summary>
internal static class CallIds
{
    /// <summary>The id of a call that has none, unlike that of any other answer's.</summary>
    public static JsonString Of(AnswerContext context, int number) =>
        JsonString.Of(context.Nonce > 0 ? $"call_{context.Nonce:x16}_{number}" : $"call_{context.FallbackId}_{number}");

    /// <summary>The id of a call in a stream.</summary>
    /// <param name="part">The beginning of a call.</param>
    /// <param name="context">Makes one where it has none.</param>
    public static JsonString Of(scoped in StreamEvent part, AnswerContext context) =>
        part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : Of(context, part.Slot);

    /// <summary>The answer with an id for every call.</summary>
    public static ConversationAnswer Fill(ConversationAnswer answer, AnswerContext context)
    {
        if (!HasNameless(answer))
        {
            return answer;
        }

        var number = 0;
        var choices = new List<AnswerChoice>(answer.Choices.Count);
        foreach (var choice in answer.Choices)
        {
            var parts = new List<Part>(choice.Parts.Count);
            foreach (var part in choice.Parts)
            {
                parts.Add(part is ToolCallPart { Id.IsEmpty: true } call ? call with { Id = Of(context, number) } : part);
                number += part is ToolCallPart ? 1 : 0;
            }

            choices.Add(choice with { Parts = parts });
        }

        return answer with { Choices = choices };
    }

    private static bool HasNameless(ConversationAnswer answer)
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
