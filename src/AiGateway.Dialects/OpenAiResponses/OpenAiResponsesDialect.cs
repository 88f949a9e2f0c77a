using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>OpenAI's Responses API, with the conversations that belong to it.</summary>
/// <remarks>A broken stream is continued where this program would have told it alike, so that its numbers go on: of a provider's own, only the ids may differ.</remarks>
internal sealed class OpenAiResponsesDialect : Dialect
{
    private static readonly TurnPlace s_place = new("input", "{\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"", "\"}]}")
    {
        BeforeString = "{\"role\":\"user\",\"content\":",
        Limits = ["max_output_tokens"],
    };

    /// <summary>The one instance.</summary>
    public static readonly OpenAiResponsesDialect Instance = new();

    private OpenAiResponsesDialect() => Operations = OpenAiResponsesOperations.Of(this);

    /// <inheritdoc/>
    public override string Name => "openai-responses";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OwnHeaders => OpenAiPaths.OwnHeaders;

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Operations { get; }

    /// <inheritdoc/>
    public override AnswerStorage? Storage => ResponsesStorage.Instance;

    /// <inheritdoc/>
    public override bool MayLeaveOut(in ReadOnlySequence<byte> body, string model) => ForeignReasoning.MayBeIn(body);

    /// <inheritdoc/>
    public override IReadOnlyList<BodyEdit> LeaveOut(in ReadOnlySequence<byte> body, ICollection<string> dropped) => ForeignReasoning.LeaveOut(body);

    /// <inheritdoc/>
    public override StreamTap OpenStream(Operation operation) => new ResponsesStreamTap();

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(in ReadOnlySequence<byte> answer) => UsageReader.Read(answer);

    /// <inheritdoc/>
    public override void WriteModels(IBufferWriter<byte> output, in ModelPage page) => OpenAiModels.WriteAll(output, page);

    /// <inheritdoc/>
    internal override IReadOnlyList<ListedModel>? ReadModels(JsonView list) => OpenAiModels.Read(list);

    /// <inheritdoc/>
    public override void WriteModel(IBufferWriter<byte> output, ListedModel model) => OpenAiModels.WriteOne(output, model);

    /// <inheritdoc/>
    public override void WriteError(IBufferWriter<byte> output, in ErrorDetail error) => OpenAiError.Write(output, error);

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, in ErrorDetail error, long? number) =>
        OpenAiError.WriteResponsesEvent(output, error, number);

    /// <inheritdoc/>
    public override bool TryContinue(in StreamBreak broken, [NotNullWhen(true)] out StreamContinuation? continuation) =>
        (continuation = ConversationContinuation.Begin(broken, s_place)) is not null;
}
