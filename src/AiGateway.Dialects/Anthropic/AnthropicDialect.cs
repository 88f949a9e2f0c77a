using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>Anthropic's Messages API.</summary>
internal sealed class AnthropicDialect : Dialect
{
    // Claude Code and its like are pointed at the base URL ahead of the version. Stands ahead of the instance, which needs it.
    private static readonly IReadOnlyList<string> s_aliases = [.. Operation.UsualAliases, "/apps/anthropic/v1"];

    private static readonly TurnPlace s_place = new("messages", "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"", "\"}]}");

    /// <summary>The one instance.</summary>
    public static readonly AnthropicDialect Instance = new();

    private AnthropicDialect()
    {
        Operations =
        [
            Post("messages", "/v1/messages") with { Task = OperationTask.Conversation, Codecs = DialectCodecs.Anthropic, Streams = true, Continuable = true },
            Post("messages_count_tokens", "/v1/messages/count_tokens") with { Task = OperationTask.CountTokens, Codecs = DialectCodecs.Anthropic },
            Get("anthropic_models_list", "/v1/models") with { Task = OperationTask.ListModels, Models = ModelsQuestion.All, Query = "?limit=1000" },
            Get("anthropic_models_retrieve", "/v1/models/{id}") with { Models = ModelsQuestion.One },
        ];
    }

    /// <inheritdoc/>
    public override string Name => "anthropic";

    /// <inheritdoc/>
    public override string KeyHeader => "x-api-key";

    /// <inheritdoc/>
    public override string RequestIdHeader => "request-id";

    /// <inheritdoc/>
    public override ApiVersion Version { get; } = new("anthropic-version", "2023-06-01");

    /// <inheritdoc/>
    public override IReadOnlyList<string> OwnHeaders { get; } = ["anthropic-version", "anthropic-beta"];

    /// <inheritdoc/>
    public override LimitHeaders LimitHeaders { get; } =
        new("anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset");

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Operations { get; }

    /// <inheritdoc/>
    /// <remarks>Who imitates the dialect signs nothing, and may want all thinking back.</remarks>
    public override bool MayLeaveOut(in ReadOnlySequence<byte> body, string model) =>
        model.Contains("claude", StringComparison.OrdinalIgnoreCase) && UnsignedThinking.MayBeIn(body);

    /// <inheritdoc/>
    public override IReadOnlyList<BodyEdit> LeaveOut(in ReadOnlySequence<byte> body, ICollection<string> dropped) => UnsignedThinking.LeaveOut(body, dropped);

    /// <inheritdoc/>
    public override StreamTap OpenStream(Operation operation) => new AnthropicStreamTap();

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(in ReadOnlySequence<byte> answer) => AnthropicUsage.ReadAnswer(answer);

    /// <inheritdoc/>
    public override bool TryPage(IReadOnlyList<ListedModel> models, string query, out ModelPage page, out TranslationFault fault) =>
        AnthropicModels.TryPage(models, query, out page, out fault);

    /// <inheritdoc/>
    public override void WriteModels(IBufferWriter<byte> output, in ModelPage page) => AnthropicModels.WriteAll(output, page);

    /// <inheritdoc/>
    internal override IReadOnlyList<ListedModel>? ReadModels(JsonView list) => AnthropicModels.Read(list);

    /// <inheritdoc/>
    public override void WriteModel(IBufferWriter<byte> output, ListedModel model) => AnthropicModels.WriteOne(output, model);

    /// <inheritdoc/>
    public override void WriteError(IBufferWriter<byte> output, in ErrorDetail error) => AnthropicErrorCodec.Instance.Write(output, error);

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, in ErrorDetail error, long? number) => AnthropicErrorCodec.Instance.WriteEvent(output, error);

    /// <inheritdoc/>
    public override bool TryContinue(in StreamBreak broken, [NotNullWhen(true)] out StreamContinuation? continuation) =>
        (continuation = ConversationContinuation.Begin(broken, s_place)) is not null;

    private Operation Post(string name, string path) =>
        new() { Name = name, Method = "POST", Path = path, Dialect = this, Body = BodyKind.Json, Model = ModelPlace.Body, Aliases = s_aliases };

    // The paths are OpenAI's too, and this header is what tells the two apart.
    private Operation Get(string name, string path) =>
        new() { Name = name, Method = "GET", Path = path, Dialect = this, OnlyWith = "anthropic-version", Aliases = s_aliases };
}
