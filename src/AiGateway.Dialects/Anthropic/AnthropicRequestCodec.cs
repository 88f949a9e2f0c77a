using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>The body of <c>POST /v1/messages</c>.</summary>
internal sealed class AnthropicRequestCodec : RequestCodec
{
    /// <summary>The one instance.</summary>
    public static readonly AnthropicRequestCodec Instance = new();

    private AnthropicRequestCodec()
    {
    }

    /// <inheritdoc/>
    public override DialectFamily Family => DialectFamily.Anthropic;

    /// <inheritdoc/>
    public override FieldTable Fields => AnthropicFields.Table;

    /// <inheritdoc/>
    protected override ConversationRequest Read(JsonView body, ReadFaults faults) => AnthropicRequestReader.Read(body, faults);

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationRequest request, RequestRules rules, DroppedFields dropped) =>
        new AnthropicRequestWriter(writer, rules, dropped).Write(request);
}
