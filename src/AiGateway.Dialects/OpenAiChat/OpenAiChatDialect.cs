using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>OpenAI's API but for Responses: chat, completions, and the endpoints around them.</summary>
internal sealed class OpenAiChatDialect : Dialect
{
    /// <summary>The one instance.</summary>
    public static readonly OpenAiChatDialect Instance = new();

    private OpenAiChatDialect() => Operations = OpenAiChatOperations.Of(this);

    /// <inheritdoc/>
    public override string Name => "openai-chat";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OwnHeaders => OpenAiPaths.OwnHeaders;

    /// <inheritdoc/>
    public override bool MarksBegunAnswers => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Operations { get; }

    /// <inheritdoc/>
    public override StreamTap OpenStream(Operation operation) => operation.UsageOnRequest ? new ChatStreamTap() : new EventStreamTap();

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
    public override void WriteStreamError(IBufferWriter<byte> output, in ErrorDetail error, long? number) => OpenAiError.WriteEvent(output, error);

    /// <inheritdoc/>
    public override bool TryContinue(in StreamBreak broken, [NotNullWhen(true)] out StreamContinuation? continuation) =>
        (continuation = ChatContinuation.Begin(broken)) is not null;
}
