using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Writes the instruction and the contents of a Gemini request: neighbours of one role are one content, and results name their tool.</summary>
internal sealed class GeminiContentWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private static readonly JsonString s_instruction = JsonString.Of("System: ");

    private readonly GeminiCalls _calls = new();

    /// <summary>Writes <c>systemInstruction</c> and <c>contents</c>.</summary>
    public void Write(IReadOnlyList<Turn> turns)
    {
        var instructions = 0;
        while (instructions < turns.Count && turns[instructions].Role is TurnRole.System or TurnRole.Developer)
        {
            instructions++;
        }

        WriteInstructions(turns, instructions);
        writer.WriteStartArray("contents"u8);
        var messages = Merge(turns, instructions);
        if (messages is [] or [(true, _), ..])
        {
            // The user begins, if with nothing.
            writer.WriteRawValue("""{"role":"user","parts":[{"text":"."}]}"""u8, skipInputValidation: true);
        }

        foreach (var (isModel, parts) in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, isModel ? "model"u8 : "user"u8);
            writer.WriteStartArray("parts"u8);
            if (isModel)
            {
                WriteModel(parts);
            }
            else
            {
                WriteUser(parts);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private bool Takes(ConversationField field) => rules.Takes(GeminiFields.Table[field]);

    private void WriteInstructions(IReadOnlyList<Turn> turns, int count)
    {
        var texts = new List<JsonString>();
        for (var at = 0; at < count; at++)
        {
            foreach (var part in turns[at].Parts)
            {
                if (part is TextPart { Text.IsEmpty: false } text)
                {
                    texts.Add(text.Text);
                }
            }
        }

        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("systemInstruction"u8);
        writer.WriteStartArray("parts"u8);
        foreach (var text in texts)
        {
            WriteText(text, isThought: false);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private List<(bool IsModel, List<Part> Parts)> Merge(IReadOnlyList<Turn> turns, int from)
    {
        var messages = new List<(bool IsModel, List<Part> Parts)>();
        for (var at = from; at < turns.Count; at++)
        {
            var turn = turns[at];
            dropped.AddForeign(turn.Extras, family: null);
            var isModel = turn.Role == TurnRole.Assistant;
            var parts = WhatIsTaken(turn);
            if (parts.Count == 0)
            {
                continue;
            }

            if (messages is [.., var last] && last.IsModel == isModel)
            {
                last.Parts.AddRange(parts);
            }
            else
            {
                messages.Add((isModel, parts));
            }
        }

        return messages;
    }

    private List<Part> WhatIsTaken(Turn turn)
    {
        var instructs = turn.Role is TurnRole.System or TurnRole.Developer;
        var parts = new List<Part>(turn.Parts.Count);
        foreach (var part in turn.Parts)
        {
            if (Takes(part))
            {
                parts.Add(instructs && part is TextPart text ? text with { Text = s_instruction.Append(text.Text) } : part);
            }
        }

        return parts;
    }

    private bool Takes(Part part)
    {
        dropped.AddForeign(part.Extras, family: null);
        switch (part)
        {
            case TextPart text:
                return !text.Text.IsEmpty;
            case ImagePart image:
                return !image.Source.FileId.IsGiven && Takes(ConversationField.Image);
            case AudioPart audio:
                return !audio.Source.FileId.IsGiven && Takes(ConversationField.Audio);
            case FilePart file:
                return !file.Source.FileId.IsGiven && Takes(file.Source.Url.IsGiven ? ConversationField.FileUrl : ConversationField.File);
            case ReasoningPart reasoning:
                return Takes(reasoning.Signature is null ? ConversationField.Reasoning : ConversationField.SignedReasoning);
            case OpaquePart { Family: not DialectFamily.Gemini } opaque:
                dropped.Add("content." + opaque.Type);
                return false;
            default:
                return part is not (SealedReasoningPart or StoredPart);
        }
    }

    private void WriteModel(List<Part> parts)
    {
        var hasCall = false;
        foreach (var part in parts)
        {
            if (part is ToolCallPart call)
            {
                WriteCall(call, isFirst: !hasCall);
                hasCall = true;
            }
            else
            {
                WritePart(part);
            }
        }
    }

    // Results come first, and what they show right behind them.
    private void WriteUser(List<Part> parts)
    {
        var media = new List<Part>();
        var rest = new List<Part>(parts.Count);
        var results = _calls.Answer(parts, rest);
        foreach (var result in results)
        {
            WriteResult(result, media);
        }

        media.ForEach(WritePart);
        rest.RemoveAll(part => !Takes(part));
        rest.ForEach(WritePart);
        if (results.Count + rest.Count == 0)
        {
            writer.WriteRawValue("""{"text":"."}"""u8, skipInputValidation: true);
        }
    }

    private void WritePart(Part part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text, isThought: false);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text, isThought: false);
                break;
            case ReasoningPart reasoning:
                WriteText(reasoning.Text.IsGiven ? reasoning.Text : JsonString.Empty, isThought: true);
                break;
            case ImagePart image:
                GeminiMedia.Write(writer, image.Source, image.Source.Data.IsGiven ? "image/png"u8 : "image/jpeg"u8);
                break;
            case AudioPart audio:
                GeminiMedia.Write(writer, audio.Source, "audio/wav"u8);
                break;
            case FilePart { Source.Text.IsGiven: true } document:
                WriteText(document.Source.Text, isThought: false);
                break;
            case FilePart file:
                GeminiMedia.Write(writer, file.Source, "application/pdf"u8);
                break;
            case OpaquePart opaque:
                writer.WriteRawValue(opaque.Json.Span, skipInputValidation: true);
                break;
        }
    }

    private void WriteText(JsonString text, bool isThought)
    {
        writer.WriteStartObject();
        writer.WriteText("text"u8, text);
        if (isThought)
        {
            writer.WriteBoolean("thought"u8, true);
        }

        writer.WriteEndObject();
    }

    private void WriteCall(ToolCallPart call, bool isFirst)
    {
        _calls.Add(call);
        writer.WriteStartObject();
        GeminiCall.Write(writer, call, withId: false);
        if (call.Signature is { Family: DialectFamily.Gemini } signature && Takes(ConversationField.CallSignature))
        {
            writer.WriteText("thoughtSignature"u8, signature.Value);
        }
        else if (isFirst)
        {
            writer.WriteString("thoughtSignature"u8, GeminiStandIn.InRequests);
        }

        writer.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result, List<Part> media)
    {
        foreach (var part in result.Content)
        {
            if (Takes(part) && part is not TextPart)
            {
                media.Add(part);
            }
        }

        var words = PartText.Join(result.Content);
        writer.WriteStartObject();
        writer.WriteStartObject("functionResponse"u8);
        writer.WriteText("name"u8, result.Name);
        var decoded = words.Decode().Span;
        if (!result.IsError && JsonCheck.IsObject(decoded))
        {
            writer.WriteJson("response"u8, decoded);
        }
        else
        {
            writer.WriteStartObject("response"u8);
            writer.WriteText(result.IsError ? "error"u8 : "result"u8, words.IsGiven ? words : JsonString.Empty);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
