using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>What a model answered, in nobody's dialect. Points into the body that it was read from, and lives no longer.</summary>
internal sealed record ConversationAnswer
{
    /// <summary>The provider's id of the answer.</summary>
    public JsonString Id { get; init; }

    /// <summary>The model that answered.</summary>
    public JsonString Model { get; init; }

    /// <summary>When, in seconds since 1970; null where it is not said.</summary>
    public long? Created { get; init; }

    /// <summary>The answers: one, unless more were asked for.</summary>
    public IReadOnlyList<AnswerChoice> Choices { get; init; } = [];

    /// <summary>What it used; null where it is not said.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The tier of service, in the provider's word.</summary>
    public JsonString ServiceTier { get; init; }
}
