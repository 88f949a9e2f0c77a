using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>A call whose result is to come.</summary>
/// <param name="id">What it is called.</param>
internal sealed class WaitingCall(JsonString id)
{
    /// <summary>What it is called.</summary>
    public JsonString Id { get; } = id;

    /// <summary>Its result has been found.</summary>
    public bool IsAnswered { get; set; }
}
