using System.Text.Json;

namespace AiGateway.Dialects.Json;

/// <summary>What the runtime's JSON reader throws at bytes that are no JSON.</summary>
internal static class JsonFault
{
    /// <summary>
    /// Whether it was the bytes' fault: <see cref="JsonException"/>, as documented; <see cref="InvalidOperationException"/>, where a name or string that
    /// is compared has half a surrogate pair in it; <see cref="IndexOutOfRangeException"/>, where a misspelt literal is cut by the segments of a sequence.
    /// </summary>
    public static bool Is(Exception exception) => exception is JsonException or InvalidOperationException or IndexOutOfRangeException;
}
