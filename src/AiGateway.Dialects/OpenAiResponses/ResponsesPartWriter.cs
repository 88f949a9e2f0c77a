using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>Writes the content of messages and of results.</summary>
internal sealed class ResponsesPartWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");

    /// <summary>Whether a part that is not the model's arrives; where that depends on more than its kind, what does not is noted.</summary>
    public bool Takes(Part part)
    {
        dropped.AddForeign(part.Extras, DialectFamily.OpenAiResponses);
        switch (part)
        {
            case TextPart or RefusalPart:
                return true;
            case ImagePart image:
                return Takes(image.Source.FileId.IsGiven ? ConversationField.ProviderFile : ConversationField.Image);
            case AudioPart audio:
                return !audio.Source.FileId.IsGiven && Takes(ConversationField.Audio);
            case FilePart file:
                return Takes(
                    file.Source.FileId.IsGiven ? ConversationField.ProviderFile : file.Source.Url.IsGiven ? ConversationField.FileUrl : ConversationField.File);
            case OpaquePart { Family: DialectFamily.OpenAiResponses }:
                return true;
            case OpaquePart opaque:
                dropped.Add("content." + opaque.Type);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Writes content that goes in: a string where that says it all.</summary>
    public void WriteContent(ReadOnlySpan<byte> name, IReadOnlyList<Part> parts)
    {
        if (parts is [] or [TextPart { Extras.Count: 0 }])
        {
            writer.WriteText(name, parts is [TextPart { Text.IsGiven: true } only] ? only.Text : JsonString.Empty);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            if (part is OpaquePart opaque)
            {
                writer.WriteRawValue(opaque.Json.Span, skipInputValidation: true);
                continue;
            }

            writer.WriteStartObject();
            Write(part);
            ExtraMember.WriteAll(writer, part.Extras, DialectFamily.OpenAiResponses);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes content that came out: a string where that says it all.</summary>
    public void WriteSaid(IReadOnlyList<Part> parts)
    {
        if (parts is [TextPart { Extras.Count: 0 } only])
        {
            writer.WriteText("content"u8, only.Text);
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            if (part is RefusalPart refusal)
            {
                writer.WriteString("type"u8, "refusal"u8);
                writer.WriteText("refusal"u8, refusal.Text.IsGiven ? refusal.Text : JsonString.Empty);
            }
            else
            {
                writer.WriteString("type"u8, "output_text"u8);
                writer.WriteText("text"u8, ((TextPart)part).Text);
            }

            ExtraMember.WriteAll(writer, part.Extras, DialectFamily.OpenAiResponses);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private bool Takes(ConversationField field) => rules.Takes(ResponsesFields.Table[field]);

    private void Write(Part part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text);
                break;
            case ImagePart image:
                writer.WriteString("type"u8, "input_image"u8);
                writer.WriteText("file_id"u8, image.Source.FileId);
                writer.WriteText("image_url"u8, image.Source.ToUrl("image/png"u8));
                writer.WriteText("detail"u8, Takes(ConversationField.ImageDetail) ? image.Detail : default);
                break;
            case AudioPart audio:
                writer.WriteString("type"u8, "input_audio"u8);
                writer.WriteStartObject("input_audio"u8);
                writer.WriteText("data"u8, audio.Source.Data.IsGiven ? audio.Source.Data : audio.Source.Url);
                writer.WriteText("format"u8, AudioFormat.Of(audio.Source.MediaType));
                writer.WriteEndObject();
                break;
            case FilePart { Source.Text.IsGiven: true } document:
                WriteText(document.Title.IsEmpty ? document.Source.Text : document.Title.Append(s_blankLine).Append(document.Source.Text));
                break;
            case FilePart file:
                WriteFile(file);
                break;
        }
    }

    private void WriteText(JsonString text)
    {
        writer.WriteString("type"u8, "input_text"u8);
        writer.WriteText("text"u8, text.IsGiven ? text : JsonString.Empty);
    }

    private void WriteFile(FilePart file)
    {
        writer.WriteString("type"u8, "input_file"u8);
        writer.WriteText("file_id"u8, file.Source.FileId);
        writer.WriteText("filename"u8, FileName.Of(file));
        if (file.Source.Data.IsGiven)
        {
            writer.WriteText("file_data"u8, file.Source.ToUrl("application/pdf"u8));
        }

        writer.WriteText("file_url"u8, file.Source.Url);
    }
}
