using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Framing;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>The events of <c>POST /v1/responses</c>.</summary>
internal sealed class ResponsesStreamCodec : StreamCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ResponsesStreamCodec Instance = new();

    private ResponsesStreamCodec()
    {
    }

    /// <inheritdoc/>
    public override EventReader OpenReader() => new ResponsesStreamReader();

    /// <inheritdoc/>
    public override EventWriter OpenWriter(AnswerContext context) => new ResponsesStreamWriter(context);

    /// <inheritdoc/>
    public override AnswerContext Resume(AnswerContext context, ReadOnlySpan<byte> sent)
    {
        var ids = new List<JsonString>();
        var framer = default(EventFramer);
        while (framer.TryReadEvent(sent, out var length))
        {
            var data = EventData.Trim(ServerSentEvent.Parse(sent[..length]).Data);
            if (data.IndexOf("response.output_item.added"u8) >= 0 && ReadId(data) is { IsEmpty: false } id)
            {
                ids.Add(id);
            }

            sent = sent[length..];
        }

        return context with { ItemIds = ids };
    }

    private static JsonString ReadId(ReadOnlySpan<byte> data)
    {
        try
        {
            var bytes = data.ToArray();
            using var document = JsonDocument.Parse(bytes, JsonView.Options);
            var view = new JsonView(document.RootElement, bytes);
            return view["type"u8].Is("response.output_item.added"u8) ? new JsonString(view["item"u8]["id"u8].Quoted.ToArray()) : default;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return default;
        }
    }
}
