using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Google's Gemini API. The model and whether to stream are said by the path.</summary>
internal sealed class GeminiDialect : Dialect
{
    // Ahead of the instance, which needs it.
    private static readonly IReadOnlyList<string> s_otherVersions = ["/v1", .. Operation.UsualAliases];

    private static readonly TurnPlace s_place = new("contents", "{\"role\":\"model\",\"parts\":[{\"text\":\"", "\"}]}")
    {
        Limits = ["maxOutputTokens", "max_output_tokens"],
        LimitHolders = ["generationConfig", "generation_config"],
    };

    /// <summary>The one instance.</summary>
    public static readonly GeminiDialect Instance = new();

    private readonly Operation _stream;
    private readonly Operation _batch;

    private GeminiDialect()
    {
        _stream = Post("stream_generate_content", "streamGenerateContent") with
        {
            Task = OperationTask.Conversation,
            Codecs = DialectCodecs.Gemini,
            AlwaysStreams = true,
            Continuable = true,
            Query = "?alt=sse",
            EventsParameters = ["alt=sse", "$alt=sse"],
        };
        _batch = Post("batch_embed_contents", "batchEmbedContents") with { Task = OperationTask.Embeddings, Vectors = GeminiEmbeddings.Batch };
        Operations =
        [
            Post("generate_content", "generateContent") with { Task = OperationTask.Conversation, Codecs = DialectCodecs.Gemini },
            _stream,
            Post("count_tokens", "countTokens") with { Task = OperationTask.CountTokens, Codecs = DialectCodecs.Gemini },
            Post("embed_content", "embedContent") with { Task = OperationTask.Embeddings, Vectors = GeminiEmbeddings.One },
            _batch,
            Get("gemini_models_list", "/v1beta/models") with { Task = OperationTask.ListModels, Models = ModelsQuestion.All, Query = "?pageSize=1000" },
            Get("gemini_models_retrieve", "/v1beta/models/{id}") with { Models = ModelsQuestion.One },
        ];
    }

    /// <inheritdoc/>
    public override string Name => "gemini";

    /// <inheritdoc/>
    public override string KeyHeader => "x-goog-api-key";

    /// <inheritdoc/>
    public override string KeyParameter => "key";

    /// <inheritdoc/>
    /// <remarks>The others that Google knows carry credentials, or pick who pays.</remarks>
    public override IReadOnlyList<string> Parameters { get; } = ["alt", "$alt", "fields", "$fields", "prettyPrint", "$prettyPrint"];

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Operations { get; }

    /// <inheritdoc/>
    public override Operation? Find(OperationTask task, bool streams) => task switch
    {
        OperationTask.Conversation when streams => _stream,
        OperationTask.Embeddings => _batch,
        _ => base.Find(task, streams),
    };

    /// <inheritdoc/>
    public override StreamTap OpenStream(Operation operation) => new GeminiStreamTap();

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(in ReadOnlySequence<byte> answer) => GeminiUsage.ReadAnswer(answer);

    /// <inheritdoc/>
    public override bool TryPage(IReadOnlyList<ListedModel> models, string query, out ModelPage page, out TranslationFault fault) =>
        GeminiModels.TryPage(models, query, out page, out fault);

    /// <inheritdoc/>
    public override void WriteModels(IBufferWriter<byte> output, in ModelPage page) => GeminiModels.WriteAll(output, page);

    /// <inheritdoc/>
    internal override IReadOnlyList<ListedModel>? ReadModels(JsonView list) => GeminiModels.Read(list);

    /// <inheritdoc/>
    public override void WriteModel(IBufferWriter<byte> output, ListedModel model) => GeminiModels.WriteOne(output, model);

    /// <inheritdoc/>
    public override void WriteError(IBufferWriter<byte> output, in ErrorDetail error) => GeminiErrorCodec.Instance.Write(output, error);

    /// <inheritdoc/>
    public override void WriteStreamError(IBufferWriter<byte> output, in ErrorDetail error, long? number) => GeminiErrorCodec.Instance.WriteEvent(output, error);

    /// <inheritdoc/>
    public override bool TryContinue(in StreamBreak broken, [NotNullWhen(true)] out StreamContinuation? continuation) =>
        (continuation = ConversationContinuation.Begin(broken, s_place)) is not null;

    private Operation Post(string name, string verb) => new()
    {
        Name = name,
        Method = "POST",
        Path = $"/v1beta/models/{{model}}:{verb}",
        Dialect = this,
        Body = BodyKind.Json,
        Model = ModelPlace.Path,
        Aliases = s_otherVersions,
    };

    private Operation Get(string name, string path) => new() { Name = name, Method = "GET", Path = path, Dialect = this, Aliases = [] };
}
