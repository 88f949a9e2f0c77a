using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>The answer to <c>POST /v1/responses</c>. There is one: of several choices only the first is written.</summary>
internal sealed class ResponsesAnswerCodec : AnswerCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ResponsesAnswerCodec Instance = new();

    private ResponsesAnswerCodec()
    {
    }

    /// <inheritdoc/>
    public override AnswerTable Fields => ResponsesAnswerFields.Table;

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationAnswer answer, AnswerContext context)
    {
        var choice = answer.Choices is [var first, ..] ? first : new AnswerChoice([], StopReason.Complete);
        var head = new ResponseHead(
            ResponsesId.Of(answer.Id, context.FallbackId),
            answer.Model.IsEmpty ? JsonString.Of(context.FallbackModel) : answer.Model,
            answer.Created ?? context.Now,
            context.Request);
        var incomplete = ResponsesStop.IncompleteReason(choice.Stop, HasRefusal(choice.Parts));
        writer.WriteStartObject();
        head.Write(writer, incomplete.IsEmpty ? "completed"u8 : "incomplete"u8, incomplete, null, answer.ServiceTier, answer.Usage);
        writer.WriteStartArray("output"u8);
        new ResponsesOutputWriter(writer, head.Id, context.Request?.Tools ?? []).Write(choice, isCut: !incomplete.IsEmpty);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    protected override ConversationAnswer? Read(JsonView body)
    {
        if (!body["output"u8].IsArray || body["status"u8].Is("failed"u8) || body["error"u8].IsGiven)
        {
            return null;
        }

        var parts = new List<Part>(body["output"u8].Count);
        var logprobs = default(ReadOnlyMemory<byte>);
        foreach (var item in body["output"u8].Items)
        {
            ReadItem(item, parts, ref logprobs);
        }

        var stop = ResponsesStop.Read(body, isIncomplete: false, parts.Exists(part => part is ToolCallPart), HasRefusal(parts));
        return new ConversationAnswer
        {
            Id = body["id"u8].Text,
            Model = body["model"u8].Text,
            Created = body["created_at"u8].Integer,
            Choices = [new AnswerChoice(parts, stop) { Logprobs = logprobs }],
            Usage = UsageCounts.Read(body["usage"u8]),
            ServiceTier = body["service_tier"u8].Text,
        };
    }

    private static void ReadItem(JsonView item, List<Part> parts, ref ReadOnlyMemory<byte> logprobs)
    {
        if (item["type"u8].Is("message"u8))
        {
            foreach (var part in ResponsesPartReader.ReadContent(item["content"u8]))
            {
                if (part is not TextPart { Text.IsEmpty: true })
                {
                    parts.Add(part);
                }
            }

            foreach (var part in item["content"u8].Items)
            {
                logprobs = logprobs.IsEmpty && part["logprobs"u8] is { Count: > 0 } told ? ResponsesLogprobs.Read(told) : logprobs;
            }

            return;
        }

        var made = item["type"u8].Is("image_generation_call"u8) ? ResponsesItems.ReadImage(item) : null;
        var read = made ?? ResponsesItemReader.Read(item) ?? new OpaquePart(DialectFamily.OpenAiResponses, item["type"u8].Text, item.Raw);
        if (!ResponsesItemReader.IsNothing(read))
        {
            parts.Add(read);
        }
    }

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
}
