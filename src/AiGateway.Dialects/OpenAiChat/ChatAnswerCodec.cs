using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>The answer to <c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatAnswerCodec : AnswerCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ChatAnswerCodec Instance = new();

    private ChatAnswerCodec()
    {
    }

    /// <inheritdoc/>
    public override AnswerTable Fields => ChatAnswerFields.Table;

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationAnswer answer, AnswerContext context)
    {
        writer.WriteStartObject();
        writer.WriteText("id"u8, answer.Id.IsEmpty ? JsonString.Of(context.FallbackId) : answer.Id);
        writer.WriteString("object"u8, "chat.completion"u8);
        writer.WriteNumber("created"u8, answer.Created ?? context.Now);
        writer.WriteText("model"u8, answer.Model.IsEmpty ? JsonString.Of(context.FallbackModel) : answer.Model);
        writer.WriteStartArray("choices"u8);
        for (var index = 0; index < answer.Choices.Count; index++)
        {
            WriteChoice(writer, answer.Choices[index], index, context.Request?.KnowsFunctionsOnly == true);
        }

        writer.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            ChatUsage.Write(writer, usage);
        }

        writer.WriteText("service_tier"u8, answer.ServiceTier);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override ConversationAnswer? Read(JsonView body)
    {
        if (!body["choices"u8].IsArray)
        {
            return null;
        }

        var choices = new List<AnswerChoice>(body["choices"u8].Count);
        foreach (var choice in body["choices"u8].Items)
        {
            // OpenRouter's way to tell of an error under a 200.
            if (choice["error"u8].IsObject)
            {
                return null;
            }

            choices.Add(ReadChoice(choice));
        }

        return new ConversationAnswer
        {
            Id = body["id"u8].Text,
            Model = body["model"u8].Text,
            Created = body["created"u8].Integer,
            Choices = choices,
            Usage = UsageCounts.Read(body["usage"u8]),
            ServiceTier = body["service_tier"u8].Text,
        };
    }

    private static AnswerChoice ReadChoice(JsonView choice)
    {
        var parts = ReadMessage(choice["message"u8]);
        var hasCall = HasCall(parts);
        var stop = ChatStop.Read(choice["finish_reason"u8], hasCall, HasRefusal(parts)) ?? (hasCall ? StopReason.ToolCall : StopReason.Complete);
        return new AnswerChoice(parts, stop)
        {
            // vLLM and SGLang say which one it was.
            StopSequence = choice["stop_reason"u8].Text is { IsGiven: true } reason ? reason : choice["matched_stop"u8].Text,
            Logprobs = choice["logprobs"u8].Raw,
        };
    }

    // Images come ahead of the calls, which stand last.
    private static IReadOnlyList<Part> ReadMessage(JsonView message)
    {
        var parts = ChatAssistantReader.Read(message);
        if (message["images"u8].Count == 0)
        {
            return parts;
        }

        var all = new List<Part>(parts);
        foreach (var item in message["images"u8].Items)
        {
            if (ChatImages.Read(item) is { } image)
            {
                var calls = all.FindIndex(part => part is ToolCallPart);
                all.Insert(calls < 0 ? all.Count : calls, image);
            }
        }

        return all;
    }

    private static bool HasCall(IReadOnlyList<Part> parts) => parts is [.., ToolCallPart];

    private static bool HasRefusal(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is RefusalPart)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteChoice(Utf8JsonWriter writer, AnswerChoice choice, int index, bool isOld)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        new ChatAssistantWriter(writer, isAnswer: true) { KnowsFunctionsOnly = isOld }.Write(choice.Parts);
        writer.WriteEndObject();
        writer.WriteJson("logprobs"u8, choice.Logprobs.IsEmpty ? "null"u8 : choice.Logprobs.Span);
        writer.WriteString("finish_reason"u8, ChatStop.WordOf(choice.Stop, HasRefusal(choice.Parts), isOld));
        writer.WriteEndObject();
    }
}
