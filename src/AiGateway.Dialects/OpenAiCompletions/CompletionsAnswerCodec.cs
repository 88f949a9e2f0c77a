using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>The answer to <c>POST /v1/completions</c>, as it is written for a caller.</summary>
internal sealed class CompletionsAnswerCodec : AnswerCodec
{
    /// <summary>The one instance.</summary>
    public static readonly CompletionsAnswerCodec Instance = new();

    private CompletionsAnswerCodec()
    {
    }

    /// <inheritdoc/>
    public override AnswerTable Fields => CompletionsAnswerFields.Table;

    /// <summary>What the caller wants repeated ahead of the answer; not there for nothing.</summary>
    public static JsonString EchoOf(AnswerContext context) =>
        context.Request is { Echo: true, Turns: [{ Parts: [TextPart prompt, ..] }, ..] } ? prompt.Text : default;

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationAnswer answer, AnswerContext context)
    {
        writer.WriteStartObject();
        writer.WriteText("id"u8, answer.Id.IsEmpty ? JsonString.Of(context.FallbackId) : answer.Id);
        writer.WriteString("object"u8, "text_completion"u8);
        writer.WriteNumber("created"u8, answer.Created ?? context.Now);
        writer.WriteText("model"u8, answer.Model.IsEmpty ? JsonString.Of(context.FallbackModel) : answer.Model);
        writer.WriteStartArray("choices"u8);
        for (var index = 0; index < answer.Choices.Count; index++)
        {
            WriteChoice(writer, answer.Choices[index], index, EchoOf(context));
        }

        writer.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            ChatUsage.Write(writer, usage);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    /// <remarks>No target answers in it but by bytes that pass.</remarks>
    protected override ConversationAnswer? Read(JsonView body) => null;

    private static void WriteChoice(Utf8JsonWriter writer, AnswerChoice choice, int index, JsonString echo)
    {
        var said = PartText.Join(choice.Parts, static part => part is TextPart text ? text.Text : part is RefusalPart declined ? declined.Text : default);
        writer.WriteStartObject();
        writer.WriteText("text"u8, echo.IsEmpty ? said : echo.Append(said));
        writer.WriteNumber("index"u8, index);
        new CompletionsLogprobs(echo.Escaped).Write(writer, choice.Logprobs.Span);
        writer.WriteString("finish_reason"u8, ChatStop.WordOf(choice.Stop, hasRefusal: false));
        writer.WriteEndObject();
    }
}
