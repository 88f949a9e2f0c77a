using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Anthropic;

/// <summary>A call that must wait until the block of another one is closed.</summary>
/// <param name="slot">Its place among the calls.</param>
/// <param name="id">Its id.</param>
/// <param name="name">The tool.</param>
internal sealed class HeldCall(int slot, JsonString id, JsonString name)
{
    /// <summary>Its place among the calls.</summary>
    public int Slot { get; } = slot;

    /// <summary>Its id.</summary>
    public JsonString Id { get; } = id;

    /// <summary>The tool.</summary>
    public JsonString Name { get; } = name;

    /// <summary>What there is of its arguments, one JSON string each.</summary>
    public List<byte[]> Arguments { get; } = [];

    /// <summary>It is known to be complete.</summary>
    public bool IsEnded { get; set; }
}
