using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>The body of <c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatRequestCodec : RequestCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ChatRequestCodec Instance = new();

    private ChatRequestCodec()
    {
    }

    /// <inheritdoc/>
    public override DialectFamily Family => DialectFamily.OpenAi;

    /// <inheritdoc/>
    public override FieldTable Fields => ChatFields.Table;

    /// <inheritdoc/>
    protected override ConversationRequest Read(JsonView body, ReadFaults faults) => ChatRequestReader.Read(body, faults);

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationRequest request, RequestRules rules, DroppedFields dropped) =>
        new ChatRequestWriter(writer, rules, dropped).Write(request);
}
