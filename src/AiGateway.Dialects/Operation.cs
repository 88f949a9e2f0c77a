using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Embeddings;
using AiGateway.Dialects.Stored;

namespace AiGateway.Dialects;

/// <summary>What kind of request body an operation takes, and so how it is read.</summary>
public enum BodyKind
{
    /// <summary>None: whatever is sent is not passed on.</summary>
    None,

    /// <summary>One JSON object, held whole so that it can be sent again.</summary>
    Json,

    /// <summary>multipart/form-data (or JSON, where the caller says so), held whole so that it can be sent again.</summary>
    Multipart,

    /// <summary>Bytes that are not looked at: they stream through and can be sent once only.</summary>
    Opaque,
}

/// <summary>Where a request names its model.</summary>
public enum ModelPlace
{
    /// <summary>The operation has no model.</summary>
    Nowhere,

    /// <summary>In the member or form field "model", which must be there.</summary>
    Body,

    /// <summary>In the member or form field "model", which the provider has a default for.</summary>
    BodyOptional,

    /// <summary>In the path, as its <c>{model}</c>.</summary>
    Path,
}

/// <summary>How the answer to an operation travels.</summary>
public enum AnswerKind
{
    /// <summary>A JSON document, or a stream of server-sent events where the caller asked for one.</summary>
    JsonOrEvents,

    /// <summary>Bytes that are not looked at, passed on as they come (audio, files).</summary>
    Opaque,
}

/// <summary>What an operation asks about the models that there are.</summary>
public enum ModelsQuestion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Which there are.</summary>
    All,

    /// <summary>Whether there is one of the name that the path ends with.</summary>
    One,
}

/// <summary>What an operation is for: where two dialects have operations for the same, one can be put in the words of the other.</summary>
public enum OperationTask
{
    /// <summary>Something that only its own dialect knows.</summary>
    Other,

    /// <summary>Going on with a conversation.</summary>
    Conversation,

    /// <summary>Counting the tokens of a conversation.</summary>
    CountTokens,

    /// <summary>Turning texts into vectors.</summary>
    Embeddings,

    /// <summary>Ordering documents by how well they answer a question.</summary>
    Rerank,

    /// <summary>Telling which models there are.</summary>
    ListModels,
}

/// <summary>One path of the contract: everything that the steps of the pipeline need to know of it.</summary>
public sealed record Operation
{
    /// <summary>The name for logs and metrics, in snake case: <c>chat_completions</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The HTTP method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The path that callers use, with <c>{id}</c>-like placeholders that stand for one segment: <c>/v1/responses/{id}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The wire format of request, answer and errors.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>What kind of body the request has.</summary>
    public BodyKind Body { get; init; }

    /// <summary>Where the request names its model.</summary>
    public ModelPlace Model { get; init; }

    /// <summary>How the answer travels.</summary>
    public AnswerKind Answer { get; init; }

    /// <summary>What the path reads or changes belongs to the provider's account, so that every gateway key would see it.</summary>
    public bool AccountObjects { get; init; }

    /// <summary>What it has to do with answers that are kept. Default nothing.</summary>
    public StoredTask Stored { get; init; }

    /// <summary>What it asks about the models that there are, which the gateway answers itself.</summary>
    public ModelsQuestion Models { get; init; }

    /// <summary>It makes the provider run models that the request itself does not name (batches).</summary>
    public bool RunsUnseenModels { get; init; }

    /// <summary>A stream tells its usage only where <c>stream_options.include_usage</c> asks for it (chat and legacy completions).</summary>
    public bool UsageOnRequest { get; init; }

    /// <summary>Its answer is a stream of events where the body's <c>stream</c> asks for one. Elsewhere that member means nothing.</summary>
    public bool Streams { get; init; }

    /// <summary>Its answer is a stream whatever the body says, and only there (Gemini, which has a path for it).</summary>
    public bool AlwaysStreams { get; init; }

    /// <summary>
    /// The parameters of the query without which its stream comes as one JSON array of what the events would hold, the usual one first:
    /// <c>alt=sse</c>; none, the default: it comes as events whatever the query says.
    /// </summary>
    public IReadOnlyList<string> EventsParameters { get; init; } = [];

    /// <summary>What it is for.</summary>
    public OperationTask Task { get; init; }

    /// <summary>What follows the path where the gateway itself asks: <c>?alt=sse</c>. Default empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>How it is read and written where one side speaks another dialect; null for what is not a conversation.</summary>
    internal DialectCodecs? Codecs { get; init; }

    /// <summary>Its answers can be read into nobody's dialect, so that they can be translated, or made one document of.</summary>
    public bool CanBeRead => Codecs is { ForCallersOnly: false };

    /// <summary>How it asks for vectors and answers; null where it does not.</summary>
    internal EmbeddingCodec? Vectors { get; init; }

    /// <summary>The path behind the version: <c>/chat/completions</c>.</summary>
    public string Tail => field ??= Path[Path.IndexOf('/', 1)..];

    /// <summary>
    /// What its path may begin with in place of the version, so that a base URL copied from a provider's manual works; <c>{model}</c> stands for a
    /// segment that names the model. Default that of DashScope and the newer one of Azure.
    /// </summary>
    public IReadOnlyList<string> Aliases { get; init; } = UsualAliases;

    /// <summary>The header by which a request asks for it and not for another one of the same method and path; null, the default: it shares them with nobody.</summary>
    public string? OnlyWith { get; init; }

    /// <summary>The aliases of whatever begins with <c>/v1</c>.</summary>
    internal static readonly IReadOnlyList<string> UsualAliases = ["/openai/v1", "/compatible-mode/v1"];

    /// <summary>A stream of it that breaks can be continued at another target.</summary>
    public bool Continuable { get; init; }

    /// <summary>May be sent to the provider a second time: its body is held, not streamed through.</summary>
    public bool Replayable => Body != BodyKind.Opaque;
}
