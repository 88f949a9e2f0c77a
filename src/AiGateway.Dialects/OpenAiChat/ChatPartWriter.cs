using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes the content of a message that is not the model's.</summary>
internal sealed class ChatPartWriter(Utf8JsonWriter writer, RequestRules rules, DroppedFields dropped)
{
    private static readonly JsonString s_blankLine = JsonString.Of("\n\n");

    /// <summary>Whether a part arrives; one of nobody's dialect is noted as dropped where it does not.</summary>
    public bool Takes(Part part)
    {
        dropped.AddForeign(part.Extras, DialectFamily.OpenAi);
        switch (part)
        {
            case TextPart or RefusalPart:
                return true;
            case ImagePart image:
                return !image.Source.FileId.IsGiven && Takes(ConversationField.Image);
            case AudioPart audio:
                return !audio.Source.FileId.IsGiven && Takes(ConversationField.Audio);
            case FilePart file:
                return TakesFile(file);
            case OpaquePart { Family: DialectFamily.OpenAi }:
                return true;
            case OpaquePart opaque:
                dropped.Add("content." + opaque.Type);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Writes <c>content</c>: a string where that says it all.</summary>
    public void WriteContent(IReadOnlyList<Part> parts)
    {
        var markers = Takes(ConversationField.CacheMarkers);
        var isText = true;
        var isMarked = false;
        foreach (var part in parts)
        {
            isText &= part is TextPart;
            isMarked |= (part.Cache is not null && markers) || part.Extras.Count > 0;
        }

        if (isText && !isMarked && (parts.Count <= 1 || rules.FlatText))
        {
            writer.WriteText("content"u8, PartText.Join(parts, s_blankLine));
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            if (part is OpaquePart opaque)
            {
                writer.WriteRawValue(opaque.Json.Span, skipInputValidation: true);
                continue;
            }

            writer.WriteStartObject();
            Write(part);
            if (part.Cache is not null && markers)
            {
                ChatMessageWriter.WriteCache(writer, part.Cache);
            }

            ChatMessageWriter.WriteExtras(writer, part.Extras);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private bool Takes(ConversationField field) => rules.Takes(ChatFields.Table[field]);

    // A file is data or an id; a text is a file no less.
    private bool TakesFile(FilePart file) =>
        file.Source.Data.IsGiven || file.Source.Text.IsGiven
            ? Takes(ConversationField.File)
            : file.Source.FileId.IsGiven && Takes(ConversationField.ProviderFile);

    private void Write(Part part)
    {
        switch (part)
        {
            case TextPart text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteText("text"u8, text.Text.IsGiven ? text.Text : JsonString.Empty);
                break;
            case RefusalPart refusal:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteText("text"u8, refusal.Text);
                break;
            case ImagePart image:
                WriteImage(image);
                break;
            case AudioPart audio:
                WriteAudio(audio.Source);
                break;
            case FilePart file:
                WriteFile(file);
                break;
        }
    }

    private void WriteImage(ImagePart image)
    {
        writer.WriteString("type"u8, "image_url"u8);
        writer.WriteStartObject("image_url"u8);
        writer.WriteText("url"u8, image.Source.ToUrl("image/png"u8));
        writer.WriteText("detail"u8, Takes(ConversationField.ImageDetail) ? image.Detail : default);
        writer.WriteEndObject();
    }

    private void WriteAudio(MediaSource source)
    {
        writer.WriteString("type"u8, "input_audio"u8);
        writer.WriteStartObject("input_audio"u8);
        writer.WriteText("data"u8, source.Data.IsGiven ? source.Data : source.Url);
        writer.WriteText("format"u8, AudioFormat.Of(source.MediaType));
        writer.WriteEndObject();
    }

    private void WriteFile(FilePart file)
    {
        // Chat takes PDF and no other files.
        if (file.Source.IsText)
        {
            writer.WriteString("type"u8, "text"u8);
            writer.WriteText("text"u8, JsonString.Join([file.Title, file.Source.ReadText()], s_blankLine));
            return;
        }

        writer.WriteString("type"u8, "file"u8);
        writer.WriteStartObject("file"u8);
        writer.WriteText("file_id"u8, file.Source.FileId);
        writer.WriteText("filename"u8, FileName.Of(file));
        if (file.Source.Data.IsGiven)
        {
            writer.WriteText("file_data"u8, file.Source.ToUrl("application/pdf"u8));
        }

        writer.WriteEndObject();
    }
}
