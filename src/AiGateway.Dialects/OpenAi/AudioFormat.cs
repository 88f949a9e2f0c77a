using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAi;

/// <summary>OpenAI's words for kinds of sound.</summary>
internal static class AudioFormat
{
    /// <summary>The word for a media type; <c>wav</c> where none is known.</summary>
    public static JsonString Of(JsonString type) =>
        type.IsEmpty || type.Is("audio/x-wav"u8) || type.Is("audio/wave"u8) ? JsonString.Of("wav")
        : type.Is("audio/mpeg"u8) ? JsonString.Of("mp3")
        : type.StartsWith("audio/"u8) ? JsonString.Wrap(type.Escaped["audio/".Length..])
        : type;
}
