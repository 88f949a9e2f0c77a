using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>The answer to <c>:generateContent</c>.</summary>
internal sealed class GeminiAnswerCodec : AnswerCodec
{
    /// <summary>The one instance.</summary>
    public static readonly GeminiAnswerCodec Instance = new();

    private GeminiAnswerCodec()
    {
    }

    /// <inheritdoc/>
    public override AnswerTable Fields => GeminiAnswerFields.Table;

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationAnswer answer, AnswerContext context)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("candidates"u8);
        for (var index = 0; index < answer.Choices.Count; index++)
        {
            WriteCandidate(writer, answer.Choices[index], index);
        }

        writer.WriteEndArray();
        GeminiUsage.Write(writer, answer.Usage ?? default);
        writer.WriteText("modelVersion"u8, answer.Model.IsEmpty ? JsonString.Of(context.FallbackModel) : answer.Model);
        writer.WriteText("responseId"u8, answer.Id.IsEmpty ? JsonString.Of(context.FallbackId) : answer.Id);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override ConversationAnswer? Read(JsonView body)
    {
        var candidates = body["candidates"u8];
        var isBlocked = body["promptFeedback"u8]["blockReason"u8].Text.IsGiven;
        if (!candidates.IsArray && !isBlocked)
        {
            return null;
        }

        var choices = new List<AnswerChoice>(candidates.Count);
        foreach (var candidate in candidates.Items)
        {
            choices.Add(ReadCandidate(candidate));
        }

        if (choices.Count == 0)
        {
            // The prompt was refused: an answer that was filtered before its first word.
            choices.Add(new AnswerChoice([], StopReason.Filtered));
        }

        return new ConversationAnswer
        {
            Id = body["responseId"u8].Text,
            Model = body["modelVersion"u8].Text,
            Choices = choices,
            Usage = GeminiUsage.Read(body["usageMetadata"u8]),
        };
    }

    private static AnswerChoice ReadCandidate(JsonView candidate)
    {
        var parts = new GeminiPartReader(namesCalls: false).ReadAll(candidate["content"u8]["parts"u8]);
        ReadCode(candidate["content"u8]["parts"u8], parts);
        parts.RemoveAll(part => part is TextPart { Text.IsEmpty: true });
        var citations = ReadCitations(candidate["groundingMetadata"u8]["groundingChunks"u8]);
        var cited = citations.Count > 0 ? parts.FindIndex(part => part is TextPart) : -1;
        if (cited >= 0)
        {
            parts[cited] = (TextPart)parts[cited] with { Citations = citations };
        }

        var hasCall = parts.Exists(part => part is ToolCallPart);
        return new AnswerChoice(parts, GeminiStop.Read(candidate["finishReason"u8], hasCall) ?? (hasCall ? StopReason.ToolCall : StopReason.Complete))
        {
            Logprobs = GeminiLogprobs.Read(candidate["logprobsResult"u8]),
        };
    }

    private static void ReadCode(JsonView items, List<Part> parts)
    {
        var at = 0;
        foreach (var item in items.ItemsOrSelf)
        {
            if (parts[at] is OpaquePart && GeminiCode.TextOf(item) is { IsGiven: true } text)
            {
                parts[at] = new TextPart(text);
            }

            at++;
        }
    }

    private static List<Citation> ReadCitations(JsonView chunks)
    {
        var citations = new List<Citation>(chunks.Count);
        foreach (var chunk in chunks.Items)
        {
            var page = chunk["web"u8];
            if (page["uri"u8].Text.IsGiven)
            {
                citations.Add(new Citation { Url = page["uri"u8].Text, Title = page["title"u8].Text, Family = DialectFamily.Gemini, Json = chunk.Raw });
            }
        }

        return citations;
    }

    private static void WriteCandidate(Utf8JsonWriter writer, AnswerChoice choice, int index)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
        var hasCall = false;
        foreach (var part in choice.Parts)
        {
            WritePart(writer, part, isFirstCall: part is ToolCallPart && !hasCall);
            hasCall |= part is ToolCallPart;
        }

        writer.WriteEndArray();
        writer.WriteString("role"u8, "model"u8);
        writer.WriteEndObject();
        writer.WriteString("finishReason"u8, GeminiStop.WordOf(choice.Stop));
        writer.WriteNumber("index"u8, index);
        GeminiLogprobs.Write(writer, choice.Logprobs);
        WriteGrounding(writer, choice.Parts);
        writer.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter writer, Part part, bool isFirstCall)
    {
        if (part is not (TextPart or RefusalPart or ReasoningPart or ToolCallPart or ImagePart { Source.Data.IsEmpty: false }))
        {
            return;
        }

        writer.WriteStartObject();
        switch (part)
        {
            case ToolCallPart call:
                GeminiCall.Write(writer, call, withId: true);
                WriteSignature(writer, call.Signature, isNeeded: isFirstCall);
                break;
            case ReasoningPart reasoning:
                writer.WriteText("text"u8, reasoning.Text.IsGiven ? reasoning.Text : JsonString.Empty);
                writer.WriteBoolean("thought"u8, true);
                WriteSignature(writer, reasoning.Signature, isNeeded: false);
                break;
            case ImagePart image:
                WriteImage(writer, image.Source.MediaType, image.Source.Data);
                break;
            default:
                writer.WriteText("text"u8, part is TextPart text ? text.Text : ((RefusalPart)part).Text);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an image, as a member of a part.</summary>
    public static void WriteImage(Utf8JsonWriter writer, JsonString mediaType, JsonString data)
    {
        writer.WriteStartObject("inlineData"u8);
        writer.WriteJson("mimeType"u8, mediaType.IsEmpty ? "\"image/png\""u8 : mediaType.Quoted.Span);
        writer.WriteText("data"u8, data);
        writer.WriteEndObject();
    }

    private static void WriteSignature(Utf8JsonWriter writer, Signature? signature, bool isNeeded)
    {
        if (signature is { Family: DialectFamily.Gemini })
        {
            writer.WriteText("thoughtSignature"u8, signature.Value);
        }
        else if (isNeeded)
        {
            writer.WriteString("thoughtSignature"u8, GeminiStandIn.InAnswers);
        }
    }

    private static void WriteGrounding(Utf8JsonWriter writer, IReadOnlyList<Part> parts)
    {
        var pages = new List<Citation>();
        foreach (var part in parts)
        {
            if (part is TextPart text)
            {
                pages.AddRange(text.Citations);
            }
        }

        pages.RemoveAll(page => page.Url.IsEmpty);
        GeminiGrounding.Write(writer, pages);
    }
}
