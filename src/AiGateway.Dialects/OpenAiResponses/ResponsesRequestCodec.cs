using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>The body of <c>POST /v1/responses</c>.</summary>
internal sealed class ResponsesRequestCodec : RequestCodec
{
    /// <summary>The one instance.</summary>
    public static readonly ResponsesRequestCodec Instance = new();

    private ResponsesRequestCodec()
    {
    }

    /// <inheritdoc/>
    public override DialectFamily Family => DialectFamily.OpenAiResponses;

    /// <inheritdoc/>
    public override FieldTable Fields => ResponsesFields.Table;

    /// <inheritdoc/>
    protected override ConversationRequest Read(JsonView body, ReadFaults faults) => ResponsesRequestReader.Read(body, faults);

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationRequest request, RequestRules rules, DroppedFields dropped) =>
        new ResponsesRequestWriter(writer, rules, dropped).Write(request);
}
