using System.Text.Json;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>The body of <c>:generateContent</c> and <c>:streamGenerateContent</c>. The model and whether to stream are said by the path.</summary>
internal sealed class GeminiRequestCodec : RequestCodec
{
    /// <summary>The one instance.</summary>
    public static readonly GeminiRequestCodec Instance = new();

    private GeminiRequestCodec()
    {
    }

    /// <inheritdoc/>
    public override DialectFamily Family => DialectFamily.Gemini;

    /// <inheritdoc/>
    public override FieldTable Fields => GeminiFields.Table;

    /// <inheritdoc/>
    protected override ConversationRequest Read(JsonView body, ReadFaults faults) => GeminiRequestReader.Read(body, faults);

    /// <inheritdoc/>
    protected override void Write(Utf8JsonWriter writer, ConversationRequest request, RequestRules rules, DroppedFields dropped) =>
        new GeminiRequestWriter(writer, rules, dropped).Write(request);
}
