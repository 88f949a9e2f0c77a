using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Writes the content blocks of requests.</summary>
internal sealed class AnthropicBlockWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    /// <summary>Writes a cache marker.</summary>
    public static void WriteCache(Utf8JsonWriter writer, CacheMarker cache)
    {
        writer.WriteStartObject("cache_control"u8);
        writer.WriteString("type"u8, "ephemeral"u8);
        writer.WriteText("ttl"u8, cache.TimeToLive);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of Anthropic's family that the hub has no word for.</summary>
    public static void WriteExtras(Utf8JsonWriter writer, IReadOnlyList<ExtraMember> extras) => ExtraMember.WriteAll(writer, extras, DialectFamily.Anthropic);

    /// <summary>Whether a part can be written; where that depends on more than its kind, what cannot is noted.</summary>
    public bool Takes(Part part)
    {
        dropped.AddForeign(part.Extras, DialectFamily.Anthropic);
        switch (part)
        {
            case TextPart or RefusalPart or ToolCallPart or ToolResultPart:
                return true;
            case ImagePart image:
                return Takes(image.Source.FileId.IsGiven ? ConversationField.ProviderFile : ConversationField.Image);
            case FilePart file:
                return TakesFile(file);
            case ReasoningPart { Signature.Family: DialectFamily.Anthropic }:
                return Takes(ConversationField.SignedReasoning);
            case SealedReasoningPart { Content.Family: DialectFamily.Anthropic }:
                return Takes(ConversationField.SealedReasoning);
            case ReasoningPart { Signature: null } when Takes(ConversationField.Reasoning):
                return true;
            case ReasoningPart or SealedReasoningPart:
                dropped.Add(part is SealedReasoningPart ? ConversationField.SealedReasoning : ConversationField.Reasoning);
                return false;
            case OpaquePart { Family: DialectFamily.Anthropic }:
                return true;
            case OpaquePart opaque:
                dropped.Add("content." + opaque.Type);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Whether parts are one text of which there is no more to say, so that a string will do for an array of blocks.</summary>
    public bool IsPlain(IReadOnlyList<Part> parts, out JsonString text)
    {
        text = parts is [TextPart one] && (one.Cache is null || !Takes(ConversationField.CacheMarkers)) ? one.Text : default;
        return text.IsGiven;
    }

    /// <summary>Writes blocks.</summary>
    public void WriteAll(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is OpaquePart opaque)
            {
                writer.WriteRawValue(opaque.Json.Span, skipInputValidation: true);
                continue;
            }

            writer.WriteStartObject();
            Write(part);
            if (part.Cache is not null && Takes(ConversationField.CacheMarkers))
            {
                WriteCache(writer, part.Cache);
            }

            WriteExtras(writer, part.Extras);
            writer.WriteEndObject();
        }
    }

    private bool Takes(ConversationField field) => rules.Takes(AnthropicFields.Table[field]);

    private bool TakesFile(FilePart file)
    {
        if (file.Source.FileId.IsGiven)
        {
            return Takes(ConversationField.ProviderFile);
        }

        if (!Takes(file.Source.Url.IsGiven ? ConversationField.FileUrl : ConversationField.File))
        {
            return false;
        }

        var isTaken = !file.Source.Data.IsGiven || file.Source.MediaType.IsEmpty || file.Source.MediaType.Is("application/pdf"u8) || file.Source.IsText;
        if (!isTaken)
        {
            dropped.Add(ConversationField.File);
        }

        return isTaken;
    }

    private void Write(Part part)
    {
        switch (part)
        {
            case ImagePart image:
                writer.WriteString("type"u8, "image"u8);
                AnthropicMedia.Write(writer, image.Source, "image/png"u8);
                break;
            case FilePart file:
                WriteDocument(file);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            default:
                AnthropicSaid.Write(writer, part);
                break;
        }
    }

    private void WriteDocument(FilePart file)
    {
        writer.WriteString("type"u8, "document"u8);
        AnthropicMedia.Write(writer, file.Source, "application/pdf"u8);
        writer.WriteText("title"u8, file.Title);
        if (Takes(ConversationField.FileContext))
        {
            writer.WriteText("context"u8, file.Context);
            if (file.Cite is { } cite)
            {
                writer.WriteStartObject("citations"u8);
                writer.WriteBoolean("enabled"u8, cite);
                writer.WriteEndObject();
            }
        }
    }

    private void WriteResult(ToolResultPart result)
    {
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteText("tool_use_id"u8, result.CallId);
        var content = new List<Part>(result.Content.Count);
        foreach (var part in result.Content)
        {
            if (part is not TextPart { Text.IsBlank: true } && Takes(part))
            {
                content.Add(part);
            }
        }

        if (IsPlain(content, out var plain))
        {
            writer.WriteText("content"u8, plain);
        }
        else if (content.Count > 0)
        {
            writer.WriteStartArray("content"u8);
            WriteAll(content);
            writer.WriteEndArray();
        }

        if (result.IsError)
        {
            writer.WriteBoolean("is_error"u8, true);
        }
    }
}
