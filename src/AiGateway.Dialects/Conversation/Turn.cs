using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>What one side said.</summary>
/// <param name="Role">Which side.</param>
/// <param name="Parts">What it said, in order. Results of tools stand in turns of the user.</param>
internal sealed record Turn(TurnRole Role, IReadOnlyList<Part> Parts)
{
    /// <summary>The name of the speaker, where several share a role.</summary>
    public JsonString Name { get; init; }

    /// <summary>What the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];
}
