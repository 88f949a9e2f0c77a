using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>The answer to <c>POST /v1/messages</c>. There is one: of several choices only the first is written.</summary>
internal sealed class AnthropicAnswerCodec : AnswerCodec
{
    /// <summary>The one instance.</summary>
    public static readonly AnthropicAnswerCodec Instance = new();

    private AnthropicAnswerCodec()
    {
    }

    /// <inheritdoc/>
    public override AnswerTable Fields => AnthropicAnswerFields.Table;

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationAnswer answer, AnswerContext context)
    {
        var choice = answer.Choices is [var first, ..] ? first : new AnswerChoice([], StopReason.Complete);
        writer.WriteStartObject();
        writer.WriteText("id"u8, answer.Id.IsEmpty ? JsonString.Of(context.FallbackId) : answer.Id);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteText("model"u8, answer.Model.IsEmpty ? JsonString.Of(context.FallbackModel) : answer.Model);
        WriteContent(writer, choice.Parts);
        WriteStop(writer, choice);
        AnthropicUsage.Write(writer, answer.Usage ?? default);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override ConversationAnswer? Read(JsonView body)
    {
        if (!body["content"u8].IsArray || body["type"u8].Is("error"u8))
        {
            return null;
        }

        var parts = AnthropicBlockReader.ReadContent(body["content"u8]);
        var usage = default(AnthropicUsage);
        var isTold = usage.Note(body["usage"u8]);
        var hasCall = parts.Exists(part => part is ToolCallPart);
        var stop = AnthropicStop.Read(body["stop_reason"u8], hasCall) ?? (hasCall ? StopReason.ToolCall : StopReason.Complete);
        return new ConversationAnswer
        {
            Id = body["id"u8].Text,
            Model = body["model"u8].Text,
            Choices = [new AnswerChoice(parts, stop) { StopSequence = body["stop_sequence"u8].Text }],
            Usage = isTold ? usage.Sum() : null,
            ServiceTier = ReadTier(body["usage"u8]["service_tier"u8]),
        };
    }

    // OpenAI's words, which are a closed set for the clients of typed languages; there is none for a batch.
    private static JsonString ReadTier(JsonView tier) => tier.Is("standard"u8) ? JsonString.Of("default") : tier.Is("batch"u8) ? default : tier.Text;

    private static void WriteContent(Utf8JsonWriter writer, IReadOnlyList<Part> parts)
    {
        writer.WriteStartArray("content"u8);
        var calls = 0;
        foreach (var part in parts)
        {
            if (!HasBlock(part))
            {
                continue;
            }

            var written = part is ToolCallPart call ? call with { Id = AnthropicId.Of(call.Id, calls++) } : part;
            writer.WriteStartObject();
            AnthropicSaid.Write(writer, written);
            if (part is TextPart { Citations.Count: > 0 } text)
            {
                AnthropicCitations.Write(writer, text.Citations);
            }
            else if (part is ToolCallPart)
            {
                AnthropicSaid.WriteCaller(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static bool HasBlock(Part part) =>
        part is TextPart { Text.IsEmpty: false } or RefusalPart or ReasoningPart or ToolCallPart or SealedReasoningPart { Content.Family: DialectFamily.Anthropic };

    private static void WriteStop(Utf8JsonWriter writer, AnswerChoice choice)
    {
        writer.WriteString("stop_reason"u8, AnthropicStop.WordOf(choice.Stop, choice.StopSequence.IsGiven));
        writer.WriteJson("stop_sequence"u8, choice.StopSequence.IsGiven ? choice.StopSequence.Quoted.Span : "null"u8);
    }
}
