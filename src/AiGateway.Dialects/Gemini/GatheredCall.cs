using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>A call that is gathered until it is whole.</summary>
/// <param name="choice">The answer that it belongs to.</param>
/// <param name="slot">Its place among the calls of that answer.</param>
/// <param name="id">Its id.</param>
/// <param name="name">The function.</param>
internal sealed class GatheredCall(int choice, int slot, JsonString id, JsonString name)
{
    /// <summary>The answer that it belongs to.</summary>
    public int Choice { get; } = choice;

    /// <summary>Its place among the calls of that answer.</summary>
    public int Slot { get; } = slot;

    /// <summary>Its id.</summary>
    public JsonString Id { get; } = id;

    /// <summary>The function.</summary>
    public JsonString Name { get; } = name;

    /// <summary>Its arguments until now: the escaped text of a JSON string.</summary>
    public List<byte> Arguments { get; } = [];

    /// <summary>Its signature; not there where it has none that Gemini can read.</summary>
    public JsonString Signature { get; set; }
}
