using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.Providers;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes the messages of a Chat request.</summary>
internal sealed class ChatMessageWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private readonly ChatPartWriter _parts = new(writer, rules, dropped);

    /// <summary>Writes all turns; a turn with results of tools becomes several messages, and one that nothing is left of becomes none.</summary>
    public void WriteAll(IReadOnlyList<Turn> turns)
    {
        foreach (var turn in turns)
        {
            dropped.AddForeign(turn.Extras, DialectFamily.OpenAi);
        }

        for (var index = 0; index < turns.Count;)
        {
            var from = index;
            if (turns[index].Role == TurnRole.Assistant)
            {
                WriteAssistant(JoinCalls(turns, ref index), isLast: index == turns.Count);
                continue;
            }

            while (index < turns.Count && turns[index].Role != TurnRole.Assistant)
            {
                index++;
            }

            WriteOthers(turns, from, index);
        }
    }

    /// <summary>Writes a cache marker, as DashScope and OpenRouter take it.</summary>
    public static void WriteCache(Utf8JsonWriter writer, CacheMarker cache)
    {
        writer.WriteStartObject("cache_control"u8);
        writer.WriteString("type"u8, "ephemeral"u8);
        writer.WriteText("ttl"u8, cache.TimeToLive);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of OpenAI's family that the hub has no word for.</summary>
    public static void WriteExtras(Utf8JsonWriter writer, IReadOnlyList<ExtraMember> extras) => ExtraMember.WriteAll(writer, extras, DialectFamily.OpenAi);

    // Nothing may stand between calls and their results, not even more of the model's own words.
    private static Turn JoinCalls(IReadOnlyList<Turn> turns, ref int index)
    {
        var turn = turns[index++];
        List<Part>? joined = null;
        for (var hasCall = HasCall(turn); hasCall && index < turns.Count; index++)
        {
            var next = turns[index];
            if (next.Role != TurnRole.Assistant || next.Extras.Count > 0)
            {
                break;
            }

            (joined ??= [.. turn.Parts]).AddRange(next.Parts);
        }

        return joined is null ? turn : turn with { Parts = joined };
    }

    private static bool HasCall(Turn turn)
    {
        foreach (var part in turn.Parts)
        {
            if (part is ToolCallPart)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteAssistant(Turn turn, bool isLast)
    {
        foreach (var part in turn.Parts)
        {
            dropped.AddForeign(part.Extras, DialectFamily.OpenAi);
            if (part is OpaquePart opaque && !ChatAssistantWriter.Takes(opaque))
            {
                dropped.Add("content." + opaque.Type);
            }
        }

        var parts = WithoutRefusedReasoning(turn.Parts);
        if (!ChatAssistantWriter.HasWords(parts))
        {
            NoteLostThoughts(parts);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, "assistant"u8);
        WriteName(turn);
        new ChatAssistantWriter(writer, isAnswer: false, rules.FreeformTools).Write(parts);
        if (isLast && rules.PrefillWay is AssistantPrefill.Partial or AssistantPrefill.Prefix)
        {
            writer.WriteBoolean(rules.PrefillWay == AssistantPrefill.Partial ? "partial"u8 : "prefix"u8, true);
        }

        WriteExtras(writer, turn.Extras);
        writer.WriteEndObject();
    }

    // Of a turn that was interrupted: a message with neither words nor calls is refused.
    private void NoteLostThoughts(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is ReasoningPart reasoning)
            {
                dropped.Add(reasoning.Signature is null ? ConversationField.Reasoning : ConversationField.SignedReasoning);
            }
        }
    }

    private IReadOnlyList<Part> WithoutRefusedReasoning(IReadOnlyList<Part> parts)
    {
        var unsigned = rules.Takes(ChatFields.Table[ConversationField.Reasoning]);
        var signed = rules.Takes(ChatFields.Table[ConversationField.SignedReasoning]);
        if (unsigned && signed)
        {
            return parts;
        }

        var rest = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            if (part is not ReasoningPart reasoning || (reasoning.Signature is null ? unsigned : signed))
            {
                rest.Add(part);
            }
        }

        return rest;
    }

    // What tools answered comes ahead of all else that was said until the model speaks again: the API insists on it.
    private void WriteOthers(IReadOnlyList<Turn> turns, int from, int to)
    {
        var media = new List<Part>();
        var told = from;
        for (var at = from; at < to; at++)
        {
            foreach (var part in turns[at].Parts)
            {
                if (part is ToolResultPart result)
                {
                    WriteResult(result, turns[at].Extras, media);
                    told = at;
                }
            }
        }

        for (var at = from; at < to; at++)
        {
            // Tools answer in words: what they show is shown by the user, right behind them.
            WriteRest(turns[at], at == told ? media : []);
        }
    }

    private void WriteRest(Turn turn, IReadOnlyList<Part> media)
    {
        var rest = new List<Part>(media);
        foreach (var part in turn.Parts)
        {
            if (part is not ToolResultPart && _parts.Takes(part))
            {
                rest.Add(part);
            }
        }

        if (rest.Count == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, RoleOf(turn.Role));
        WriteName(turn);
        _parts.WriteContent(rest);
        WriteExtras(writer, turn.Extras);
        writer.WriteEndObject();
    }

    private void WriteName(Turn turn)
    {
        if (rules.Takes(ChatFields.Table[ConversationField.SpeakerName]))
        {
            writer.WriteText("name"u8, turn.Name);
        }
    }

    private void WriteResult(ToolResultPart result, IReadOnlyList<ExtraMember> extras, List<Part> media)
    {
        var texts = new List<Part>();
        foreach (var part in result.Content)
        {
            if (part is TextPart)
            {
                dropped.AddForeign(part.Extras, DialectFamily.OpenAi);
                texts.Add(part);
            }
            else if (_parts.Takes(part))
            {
                media.Add(part);
                texts.Add(new TextPart(JsonString.Of("[shown in the next message]")));
            }
        }

        // There is no other sign of failure.
        if (result.IsError)
        {
            var first = texts is [TextPart text, ..] ? text.Text : default;
            var marked = new TextPart(JsonString.Of("Error: ").Append(first));
            texts.RemoveRange(0, Math.Min(1, texts.Count));
            texts.Insert(0, marked);
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.WriteText("tool_call_id"u8, result.CallId);
        _parts.WriteContent(texts);
        WriteExtras(writer, extras);
        writer.WriteEndObject();
    }

    private ReadOnlySpan<byte> RoleOf(TurnRole role) => role switch
    {
        TurnRole.System => "system"u8,
        TurnRole.Developer => rules.DeveloperRole ? "developer"u8 : "system"u8,
        _ => "user"u8,
    };
}
