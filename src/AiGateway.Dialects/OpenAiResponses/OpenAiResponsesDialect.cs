using System.Buffers;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>OpenAI's Responses API, with the conversations that belong to it.</summary>
/// <remarks>Its broken streams are not continued: a response is an object of the provider's, whose ids, items and sequence numbers no other can go on with.</remarks>
internal sealed class OpenAiResponsesDialect : Dialect
{
    /// <summary>The one instance.</summary>
    public static readonly OpenAiResponsesDialect Instance = new();

    private OpenAiResponsesDialect() => Operations = OpenAiResponsesOperations.Of(this);

    /// <inheritdoc/>
    public override string Name => "openai-responses";

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Operations { get; }

    /// <inheritdoc/>
    public override AnswerStorage? Storage => ResponsesStorage.Instance;

    /// <inheritdoc/>
    public override StreamTap OpenStream(Operation operation) => new ResponsesStreamTap();

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(in ReadOnlySequence<byte> answer) => UsageReader.Read(answer);

    /// <inheritdoc/>
    public override void WriteModels(IBufferWriter<byte> output, IReadOnlyList<ListedModel> models) => OpenAiModels.WriteAll(output, models);

    /// <inheritdoc/>
    public override void WriteModel(IBufferWriter<byte> output, ListedModel model) => OpenAiModels.WriteOne(output, model);

    /// <inheritdoc/>
    public override void WriteError(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.Write(output, error);

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.WriteResponsesEvent(output, error);
}
