using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>One call that a stream tells piece by piece.</summary>
/// <param name="number">Its place among the calls of its choice, from 0.</param>
/// <param name="index">What the provider numbers it; null where it does not.</param>
internal sealed class CallSlot(int number, long? index)
{
    private const int MostHeld = 64 * 1024;

    /// <summary>Its place among the calls of its choice, from 0.</summary>
    public int Number { get; } = number;

    /// <summary>What the provider numbers it; null where it does not.</summary>
    public long? Index { get; } = index;

    /// <summary>Its id; empty while it is not known.</summary>
    public JsonString Id { get; set; }

    /// <summary>Its name was known, and it was told of.</summary>
    public bool IsTold { get; set; }

    /// <summary>Arguments that came ahead of the name.</summary>
    public JsonString Held { get; private set; }

    /// <summary>Keeps arguments until the name is known.</summary>
    /// <returns>False where they are too long to be kept.</returns>
    public bool Hold(ReadOnlySpan<byte> quoted)
    {
        if (quoted.Length > 2)
        {
            Held = Held.Append(new JsonString(quoted.ToArray()));
        }

        return Held.Quoted.Length <= MostHeld;
    }

    /// <summary>Gives up what was kept.</summary>
    public JsonString Release()
    {
        var held = Held;
        Held = default;
        return held;
    }
}
