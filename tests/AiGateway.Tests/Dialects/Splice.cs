using AiGateway.Dialects.Json;

namespace AiGateway.Tests.Dialects;

/// <summary>Applies an edit as whoever sends the body does.</summary>
internal static class Splice
{
    public static byte[] Apply(ReadOnlySpan<byte> body, BodyEdit edit) =>
        [.. body[..(int)edit.Start], .. edit.Replacement.Span, .. body[(int)(edit.Start + edit.Length)..]];
}
