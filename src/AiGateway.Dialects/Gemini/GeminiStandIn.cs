using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>
/// Google's documented stand-in for the signature of a call that another model made: newer models of Gemini refuse the first call of a turn without one.
/// It is bytes in base64, which has two alphabets.
/// </summary>
internal static class GeminiStandIn
{
    /// <summary>As Google's documents spell it, for requests.</summary>
    public static ReadOnlySpan<byte> InRequests => "skip_thought_signature_validator"u8;

    /// <summary>The same bytes, as every client reads them: those in Go know the older alphabet only.</summary>
    public static ReadOnlySpan<byte> InAnswers => "skip/thought/signature/validator"u8;

    /// <summary>Whether a signature is none.</summary>
    public static bool Is(JsonString signature) => signature.Is(InRequests) || signature.Is(InAnswers);
}
