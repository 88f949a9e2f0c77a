namespace AiGateway.Demo.Models;

/// <summary>Which endpoints a model answers on.</summary>
internal enum ModelKind
{
    /// <summary>All of them: the models that fail.</summary>
    Any,

    /// <summary>Chat, legacy completions and responses.</summary>
    Chat,

    Embedding,

    Rerank,

    Moderation,

    Image,

    Speech,

    Transcription,
}
